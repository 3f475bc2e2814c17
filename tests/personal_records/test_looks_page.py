"""Everybody sees who looked at them, and cannot see who looked at others."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.models import Attendance, Posting, RecordView, TrainingSession
from app.personal_records.looks import Look, first_distinct
from tests.cast import Cast
from tests.client import Page
from tests.factories import AttendanceFactory, PersonFactory, PostingFactory, SessionFactory
from tests.ledger.erasing import AT, erase_now
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now")

OWN, LISTS = "Your own record", "Lists and files that you are in"


def page_of(app: Flask, cast: Cast, role: str = "learner") -> Page:
    return client_of(app, cast, role).get("/account/looks")


def looks(page: Page, title: str) -> list[list[str]]:
    table = page.document.xpath(f"//h2[normalize-space()='{title}']/following-sibling::*[1]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table]


def test_nobody_has_looked_yet(app: Flask, cast: Cast) -> None:
    page = page_of(app, cast)
    assert "Nobody has opened it." in page.words
    assert "Nobody has seen one." in page.words


def test_who_opened_the_record_and_what_they_are(app: Flask, cast: Cast) -> None:
    with writing():
        held = Posting.person_id == cast.manager.id
        db.session.execute(update(Posting).where(held).values(job="Repairs supervisor"))
    client_of(app, cast, "manager").get(f"/people/{cast.learner.id}")
    client_of(app, cast, "lead").get(f"/people/{cast.learner.id}")
    page = page_of(app, cast)
    assert looks(page, OWN) == [
        ["16 Nov 2026", "Lee Lead training lead", "Opened your record"],
        ["16 Nov 2026", "Mani Manager Repairs supervisor, manager", "Opened your record"],
    ]
    assert looks(page_of(app, cast, "colleague"), OWN) == []


def test_lists_and_files_with_the_reader_in_them(app: Flask, cast: Cast) -> None:
    manager, lead = client_of(app, cast, "manager"), client_of(app, cast, "lead")
    manager.get("/team")
    manager.fetch("/team.csv")
    lead.get(f"/people?team={cast.office.id}")
    client_of(app, cast, "other_lead").get("/log")
    assert looks(page_of(app, cast), LISTS) == [
        ["16 Nov 2026", "Mani Manager manager", "Downloaded a file"],
        ["16 Nov 2026", "Mani Manager manager", "Saw a list"],
    ]
    assert looks(page_of(app, cast, "manager"), LISTS) == [], "one's own look is nobody else's"
    lead.get("/people")
    assert looks(page_of(app, cast), LISTS)[0] == ["16 Nov 2026", "Lee Lead training lead", "Saw a list"]
    assert len(looks(page_of(app, cast, "colleague"), LISTS)) == 1, "two lists on a day are told as one"


def test_a_list_had_only_those_in_it_who_were_in_the_team_that_day(app: Flask, cast: Cast, now: datetime) -> None:
    """The learner moves to the office on the seventeenth."""
    client_of(app, cast, "manager").get("/team")
    with writing():
        db.session.execute(
            update(Posting).where(Posting.person_id == cast.learner.id).values(ends_on=date(2026, 11, 16))
        )
    PostingFactory(person_id=cast.learner.id, team_id=cast.office.id, starts_on=date(2026, 11, 17))
    with time_machine.travel(now + timedelta(days=1), tick=False):
        client_of(app, cast, "manager").get("/team")
        client_of(app, cast, "lead").get(f"/people?team={cast.office.id}")
        seen = looks(page_of(app, cast), LISTS)
    assert [look[:2] for look in seen] == [
        ["17 Nov 2026", "Lee Lead training lead"],
        ["16 Nov 2026", "Mani Manager manager"],
    ]


def test_a_team_is_not_taken_for_another_whose_number_holds_its_own(app: Flask, cast: Cast) -> None:
    mine = cast.team.id
    with writing():
        for teams in (f"[{mine}0, 1{mine}]", f"[1{mine}1]", f"[9, {mine}, 10]"):
            view = RecordView(organisation_id=cast.organisation.id, viewer_id=cast.lead.id, what="file", teams=teams)
            view.on_day = AT.date() - timedelta(days=len(teams))
            db.session.add(view)
    days = [look[0] for look in looks(page_of(app, cast), LISTS)]
    assert days == [f"{16 - len(f'[9, {mine}, 10]')} Nov 2026"]


def test_who_came_later_was_on_no_list_before(app: Flask, cast: Cast) -> None:
    client_of(app, cast, "lead").get("/people")
    with writing():
        db.session.execute(
            update(Posting).where(Posting.person_id == cast.learner.id).values(starts_on=date(2026, 11, 17))
        )
    assert looks(page_of(app, cast), LISTS) == []


def test_a_register_is_shown_to_those_on_it(app: Flask, cast: Cast) -> None:
    with writing():
        session = TrainingSession(
            organisation_id=cast.organisation.id,
            course="talk",
            course_title="A talk",
            level=1,
            method="in person",
            held_on=date(2026, 11, 9),
            place="Town hall",
            delivered_by="A service",
            is_accredited=False,
            made_by_id=cast.lead.id,
        )
        db.session.add(session)
        db.session.flush()
        db.session.add(Attendance(session_id=session.id, person_id=cast.learner.id, attended="full"))
        session_id = session.id
    trainer = client_of(app, cast, "trainer")
    trainer.send("GET", f"/sessions/{session_id}")
    seen = ["16 Nov 2026", "Tara Trainer", "The register of a session: A talk"]
    assert looks(page_of(app, cast), LISTS) == [seen]
    trainer.fetch(f"/sessions/{session_id}.csv")
    assert looks(page_of(app, cast), LISTS) == [[*seen[:2], "Downloaded the register of a session: A talk"], seen]
    assert looks(page_of(app, cast, "colleague"), LISTS) == []


@pytest.mark.parametrize("way_out", ["take off", "delete"])
def test_who_comes_off_a_register_still_sees_who_looked(way_out: str, app: Flask, cast: Cast) -> None:
    """Or somebody could put a person on, read what it says of them, and take the trace away."""
    session = SessionFactory(organisation_id=cast.organisation.id, made_by_id=cast.trainer.id)
    AttendanceFactory(session_id=session.id, person_id=cast.learner.id)
    address, trainer = f"/sessions/{session.id}", client_of(app, cast, "trainer")
    page = trainer.get(address)
    trainer.fetch(f"{address}.csv")
    if way_out == "delete":
        trainer.submit(trainer.get(f"{address}/delete").form("Delete"))
    else:
        trainer.submit(page.form("Save the register"), take_off=str(cast.learner.id))
        assert "Lena Learner" not in trainer.get(address).words
    kept = [row[1:] for row in looks(page_of(app, cast), LISTS)]
    assert kept == [["Tara Trainer", "Downloaded a file"], ["Tara Trainer", "Saw a list"]]
    assert looks(page_of(app, cast, "colleague"), LISTS) == []


def test_who_looked_and_was_erased_stays_on_record_without_a_name(app: Flask, cast: Cast) -> None:
    client_of(app, cast, "manager").get(f"/people/{cast.learner.id}")
    erase_now(cast.manager.id)
    page = page_of(app, cast)
    assert looks(page, OWN) == [["16 Nov 2026", "Somebody whose account has been removed", "Opened your record"]]
    assert "Mani" not in page.text


def test_nobody_can_take_a_look_out_by_leaving_or_losing_a_right(app: Flask, cast: Cast) -> None:
    client_of(app, cast, "lead").get(f"/people/{cast.learner.id}")
    with writing():
        cast.lead.is_lead, cast.lead.is_active = False, False
    assert [look[1] for look in looks(page_of(app, cast), OWN)] == ["Lee Lead"]


def test_many_looks_are_cut_off_and_said_to_be(app: Flask, cast: Cast) -> None:
    viewers = [PersonFactory(organisation_id=cast.organisation.id, name=f"Viewer {n}") for n in range(201)]
    with writing():
        facts = {"organisation_id": cast.organisation.id, "person_id": cast.learner.id, "on_day": AT.date()}
        db.session.add_all([RecordView(viewer_id=viewer.id, what="record", **facts) for viewer in viewers])
    page = page_of(app, cast)
    assert len(looks(page, OWN)) == 200
    assert "These are the newest 200." in page.words


def test_no_more_is_read_than_is_shown() -> None:
    first, second = (Look(date(2026, 11, day), "Lee", "", True, False, "list", "") for day in (16, 15))
    left = iter([first, first, second, second, first])
    assert first_distinct(left, 2) == [first, second]
    assert list(left) == [second, first]
    assert first_distinct([first, second, first], None) == [first, second]


def test_the_page_says_who_can_see_what_and_whom_to_tell(app: Flask, cast: Cast) -> None:
    page = page_of(app, cast)
    for words in ("the managers of your teams", "training leads", "If somebody looked who should not have, tell"):
        assert words in page.words
    assert "Looks are kept for 24 months." in page.words
    assert page.link("Help and support") == "/help"
    assert db.session.scalars(select(RecordView)).all() == [], "looking at this page is nobody's business"
