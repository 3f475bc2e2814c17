"""What somebody may no longer do ends at their next request."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.database import writing
from app.extensions import db
from app.models import Person, Posting, Session
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import complete, member_of
from tests.web.scene import client_of


def suspend(person_id: int) -> None:
    db.session.execute(update(Person).where(Person.id == person_id).values(is_active=False))


def end_sessions(person_id: int) -> None:
    db.session.execute(delete(Session).where(Session.person_id == person_id))


@pytest.mark.parametrize("change", [suspend, end_sessions])
@pytest.mark.parametrize("path", ["/training", "/team", "/log", "/log.csv", "/account"])
def test_the_next_request_is_asked_to_sign_in(path: str, change: Callable[[int], None], app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "manager")
    client.fetch(path)
    with writing():
        change(cast.manager.id)
    assert client.fetch(path, expect=303).headers["Location"].startswith("/sign-in?next=")


def test_a_suspended_person_cannot_hand_in(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    form = client.get("/modules/short/quiz").form("Start the test")
    with writing():
        suspend(cast.learner.id)
    assert client.submit(form).headers["Location"].startswith("/sign-in?next=")


def give_up_lead(person_id: int) -> None:
    db.session.execute(update(Person).where(Person.id == person_id).values(is_lead=False))


def end_posting(person_id: int) -> None:
    query = update(Posting).where(Posting.person_id == person_id)
    db.session.execute(query.values(ends_on=date(2026, 11, 15)))


def stop_managing(person_id: int) -> None:
    db.session.execute(update(Posting).where(Posting.person_id == person_id).values(manages=False))


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize(
    ("role", "change"), [("lead", give_up_lead), ("manager", end_posting), ("manager", stop_managing)]
)
@pytest.mark.parametrize("path", ["/log", "/log.csv", "/log.xlsx", "/log.schema.json"])
def test_a_right_that_is_lost_is_refused_at_once(
    path: str, role: str, change: Callable[[int], None], app: Flask, cast: Cast
) -> None:
    client = client_of(app, cast, role)
    client.fetch(path)
    with writing():
        change(getattr(cast, role).id)
    client.fetch(path, expect=403)


@pytest.mark.usefixtures("now")
def test_the_last_day_of_managing_still_counts(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "manager")
    with writing():
        db.session.execute(
            update(Posting).where(Posting.person_id == cast.manager.id).values(ends_on=date(2026, 11, 16))
        )
    client.get("/team")


def test_who_moves_away_is_gone_from_the_old_managers_pages(app: Flask, cast: Cast) -> None:
    mover = member_of(cast.team, name="Mo Mover")
    complete(mover)
    client = client_of(app, cast, "manager")
    assert "Mo Mover" in client.get("/team").words
    assert "Mo Mover" in client.get("/log").words
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == mover.id).values(team_id=cast.office.id))
    for path in ("/team", "/log", "/log.csv"):
        assert "Mo Mover" not in client.fetch(path).get_data(as_text=True)


def test_a_navigation_entry_goes_with_the_right(app: Flask, cast: Cast) -> None:
    client: StrictClient = client_of(app, cast, "manager")
    assert client.get("/training").link("My team") == "/team"
    with writing():
        stop_managing(cast.manager.id)
    assert not client.get("/training").document.xpath("//a[@href='/team']")
