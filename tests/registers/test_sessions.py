"""Setting sessions up, changing and deleting them, and finding them again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.models import Attendance, Course, RecordView, TrainingSession
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import CourseFactory, session_by
from tests.registers.teaching import SESSION, address, rows, set_up


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def refused(client: StrictClient, path: str = "/sessions/new", **fields: Any) -> Page:
    form = client.get(path).form("Save the session")
    return client.page_of(client.submit(form, expect=400, **(SESSION | fields)))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"course": ""}, "Choose a course"),
        ({"course": "nothing"}, "Choose one of the list"),
        ({"course": "theirs"}, "Choose one of the list"),
        ({"course": "not-offered"}, "Choose one of the list"),
        ({"method": []}, "Say how it is held"),
        ({"method": "e-learning"}, "Choose one of the list"),
        ({"method": "recognition"}, "Choose one of the list"),
        ({"held_on": ""}, "Enter the date"),
        ({"held_on": "yesterday"}, "Enter a date such as 2026-03-27"),
        ({"held_on": "2026-02-30"}, "Enter a date such as 2026-03-27"),
        ({"held_on": "1989-12-31"}, "Check the year"),
        ({"held_on": "2028-11-17"}, "Enter a day since 1990 that is at most two years ahead"),
        ({"place": " "}, "Enter the place"),
        ({"place": "x" * 201}, "This must have at most 200 characters"),
        ({"delivered_by": ""}, "Say who delivers it"),
        ({"delivered_by": "x" * 201}, "This must have at most 200 characters"),
        ({"is_accredited": []}, "Say whether they are accredited"),
        ({"is_accredited": "perhaps"}, "Choose one of the list"),
        ({"is_accredited": "yes"}, "Say who accredited them"),
        ({"is_accredited": "yes", "accreditation": "x" * 201}, "This must have at most 200 characters"),
        ({"evidence": "x" * 201}, "This must have at most 200 characters"),
    ],
)
def test_what_is_no_session(fields: dict[str, Any], told: str, cast: Cast, trainer: StrictClient) -> None:
    CourseFactory(organisation_id=cast.other_team.organisation_id, slug="theirs")
    CourseFactory(organisation_id=cast.organisation.id, slug="not-offered", is_offered=False)
    page = refused(trainer, **fields)
    assert told in page.words
    assert page.document.xpath("//*[contains(@class, 'govuk-error-summary')]//a")
    assert count(TrainingSession) == 0


def test_texts_are_kept_in_one_line(trainer: StrictClient) -> None:
    set_up(trainer, place="  Town\r\n Hall\t2 ", accreditation="Nobody", delivered_by="=cmd()")
    session = db.session.scalars(select(TrainingSession)).one()
    assert (session.place, session.delivered_by, session.accreditation) == ("Town Hall 2", "=cmd()", "")


def test_a_session_says_what_its_course_said(cast: Cast, trainer: StrictClient, lead: StrictClient) -> None:
    """Until somebody saves it again, and also when the course is offered no more."""
    course = CourseFactory(organisation_id=cast.organisation.id, slug="day", title="Day", valid_months=24)
    path = set_up(trainer, course="day").path
    page = lead.get(f"/courses/{course.id}")
    lead.press(page, "Save", title="New day", valid_months="12", offered="yes")
    assert trainer.get(path).heading == "Day, 16 November 2026"
    page = trainer.press(trainer.get(f"{path}/change"), "Save the session", place="Depot")
    assert page.heading == "New day, 16 November 2026"
    assert "Valid until 16 November 2027" in page.words
    lead.press(lead.get(f"/courses/{course.id}"), "Save", title="Newest day", valid_months="", offered="no")
    page = trainer.press(trainer.get(f"{path}/change"), "Save the session", place="Office")
    assert page.heading == "New day, 16 November 2026"
    assert "Valid until 16 November 2027" in page.words
    assert "Place Office" in page.words


def test_what_is_wrong_changes_nothing(trainer: StrictClient) -> None:
    path = set_up(trainer).path
    assert "Enter the place" in refused(trainer, f"{path}/change", place="").words
    assert db.session.scalars(select(TrainingSession.place)).one() == "Town Hall"


def test_a_session_is_deleted_with_its_register(cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner)
    kept = session_by(cast.trainer, cast.learner)
    trainer.get(address(session))
    page = trainer.press(trainer.get(f"{address(session)}/delete"), "Delete the session")
    assert "The session is deleted." in page.words
    assert list(db.session.scalars(select(TrainingSession.id))) == [kept.id]
    assert count(Attendance) == 1
    assert set(db.session.scalars(select(RecordView.person_id))) == {cast.learner.id}, "who looked stays known to them"


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "%D9%A1", "9" * 18, "9" * 19, "9" * 30, "9" * 5_000])
@pytest.mark.parametrize("ending", ["", ".csv", "/sign", "/people", "/change", "/delete", "/paper"])
def test_no_such_session(number: str, ending: str, trainer: StrictClient) -> None:
    trainer.get(f"/sessions/{number}{ending}", expect=404)


@pytest.mark.parametrize("ending", ["", ".csv", "/sign", "/people", "/change", "/delete", "/paper"])
def test_another_organisations_session_is_none(ending: str, app: Flask, cast: Cast) -> None:
    session = session_by(cast.trainer, cast.learner)
    other = StrictClient(app).sign_in(cast.other_lead)
    page = other.get(address(session) + ending, expect=404)
    assert "Lena" not in page.text
    sent = {"csrf_token": other.token(), "rest": "full", "name": "Otto", "confirm": "y", "emails": cast.learner.email}
    assert other.send("POST", address(session) + ending, data=sent).status_code in {404, 405}
    assert count(TrainingSession) == 1
    assert address(session) not in other.get("/sessions").text


@pytest.mark.parametrize("role", ["learner", "manager", "admin"])
@pytest.mark.parametrize("path", ["/sessions", "/sessions/new", "/sessions/1", "/sessions/1/sign", "/courses"])
def test_who_does_not_teach(role: str, path: str, app: Flask, cast: Cast) -> None:
    StrictClient(app).sign_in(getattr(cast, role)).get(path, expect=403)


@pytest.mark.parametrize(("role", "there"), [("trainer", True), ("lead", True), ("learner", False), ("manager", False)])
def test_who_teaches_finds_the_sessions_in_the_menu(role: str, there: bool, app: Flask, cast: Cast) -> None:
    page = StrictClient(app).sign_in(getattr(cast, role)).get("/training")
    assert bool(page.document.xpath("//nav//a[@href='/sessions']")) is there


TODAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def sessions(cast: Cast) -> list[TrainingSession]:
    """Sixty of as many days around today, every third of those that were held signed."""
    found = [
        session_by(cast.trainer, cast.learner, held_on=TODAY + timedelta(days=n), place=f"Room {n}")
        for n in range(-39, 21)
    ]
    with writing():
        for session in found[:40:3]:
            row = db.session.get_one(TrainingSession, session.id)
            row.signed_at, row.signed_name, row.signed_by_id = NOON, "T", cast.trainer.id
    return found


@pytest.mark.parametrize(
    ("state", "expected", "tag"),
    [("", 60, None), ("planned", 20, "To be held"), ("to-sign", 26, "Register to be signed"), ("signed", 14, "Signed")],
)
def test_the_list_is_paged_and_filtered(
    state: str, expected: int, tag: str | None, sessions: list[TrainingSession], trainer: StrictClient
) -> None:
    page = trainer.get(f"/sessions?state={state}" if state else "/sessions")
    assert f"{expected} sessions, newest first" in page.words
    found = rows(page)
    while following := page.document.xpath("//a[@rel='next']/@href"):
        assert state in following[0]
        page = trainer.get(following[0])
        found += rows(page)
    days = [row[1] for row in found]
    by_day = {f"{each.held_on.day} {each.held_on:%b %Y}": each.held_on for each in sessions}
    assert len(set(days)) == len(days) == expected
    assert [by_day[day] for day in days] == sorted((by_day[day] for day in days), reverse=True)
    assert {row[5] for row in found} == {tag} or tag is None


@pytest.mark.parametrize("query", ["state=x", "page=0", "page=-1", "page=x", "page=" + "9" * 30, "state[]=signed"])
def test_an_odd_filter_shows_everything(query: str, cast: Cast, trainer: StrictClient) -> None:
    session_by(cast.trainer)
    assert len(rows(trainer.get(f"/sessions?{query}"))) == 1


def test_no_sessions_yet(trainer: StrictClient) -> None:
    assert "There are none yet." in trainer.get("/sessions").words
    assert "There are none of these." in trainer.get("/sessions?state=signed").words
    assert count(Course) == 0
