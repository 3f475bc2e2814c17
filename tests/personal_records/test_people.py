"""Finding somebody, and reading their training record."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger.completions import recognise
from app.ledger.corrections import correct, withdraw
from app.ledger.entries import CourseCompleted, Origin
from app.models import Attendance, RecordView, TrainingSession
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import PersonFactory, PostingFactory, complete, member_of
from tests.journeys import HALF_RIGHT, begin, sit
from tests.ledger.erasing import AT, erase_now
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "lead")


@pytest.fixture
def manager(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "manager")


def names(page: Page) -> list[str]:
    return [str(link.text_content()) for link in page.document.xpath("//tbody//a")]


def rows(page: Page, title: str) -> list[list[str]]:
    table = page.document.xpath(f"//h2[normalize-space()='{title}']/following-sibling::div[1]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table]


def test_a_lead_finds_everybody_of_the_organisation_and_nobody_else(lead: StrictClient) -> None:
    everybody = ["Ada Admin", "Cole Colleague", "Cora Coordinator", "Lee Lead", "Lena Learner", "Mani Manager"]
    everybody.append("Tara Trainer")
    assert names(lead.get("/people")) == everybody


def test_a_manager_finds_their_teams(manager: StrictClient) -> None:
    page = manager.get("/people")
    assert names(page) == ["Lena Learner", "Mani Manager"]
    assert names(manager.get("/people?q=cole")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lena", ["Lena Learner"]),
        ("  LEARN ", ["Lena Learner"]),
        ("öström", ["Åsa Öström"]),
        ("ÖSTRÖM", ["Åsa Öström"]),
        ("A\u030asa", ["Åsa Öström"]),
        ("asa.o", ["Åsa Öström"]),
        ("asa.o@", ["Åsa Öström"]),
        ("example", []),
        ("a\\", []),
        ("ASA.O@EXAMPLE.ORG", ["Åsa Öström"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE people; --", []),
        ("nobody", []),
    ],
)
def test_by_a_part_of_the_name_or_of_the_address(text: str, found: list[str], lead: StrictClient, cast: Cast) -> None:
    member_of(cast.office, name="Åsa Öström", email="asa.o@example.org")
    page = lead.page_of(lead.send("GET", "/people", query_string={"q": text}))
    assert names(page) == found
    assert page.document.xpath("//input[@name='q']/@value") == [text.strip()], "the address says what is shown"


def test_by_team(lead: StrictClient, cast: Cast) -> None:
    assert names(lead.get(f"/people?team={cast.team.id}")) == ["Lena Learner", "Mani Manager"]
    lead.get(f"/people?team={cast.other_team.id}", expect=400)
    lead.get("/people?q=" + "x" * 201, expect=400)


def test_pages_of_fifty(lead: StrictClient, cast: Cast) -> None:
    for n in range(50):
        member_of(cast.office, name=f"Member {n:02}")
    first = lead.get("/people?q=e")
    assert len(names(first)) == 50
    second = lead.get(first.link("Next page"))
    assert "q=e" in first.link("Next page")
    assert not set(names(first)) & set(names(second))
    assert lead.get("/people?page=99").words == lead.get("/people?page=2").words
    assert lead.get("/people?page=-1").words == lead.get("/people").words


def test_who_has_left_is_found_where_they_were_last(manager: StrictClient, cast: Cast) -> None:
    left = PersonFactory(organisation_id=cast.organisation.id, name="Lou Leaver", is_active=False)
    PostingFactory(person_id=left.id, team_id=cast.office.id, ends_on=date(2026, 5, 31))
    PostingFactory(person_id=left.id, team_id=cast.team.id, starts_on=date(2026, 6, 1), ends_on=date(2026, 10, 31))
    page = manager.get("/people?q=lou")
    assert names(page) == ["Lou Leaver"]
    assert "Has left" in page.words
    assert "Has left" in manager.get(f"/people/{left.id}").words


def test_who_was_erased_is_not_found(lead: StrictClient, cast: Cast) -> None:
    erase_now(cast.colleague.id)
    assert "Cole Colleague" not in names(lead.get("/people"))
    lead.get(f"/people/{cast.colleague.id}", expect=404)


def test_who_is_elsewhere_is_not_there(manager: StrictClient, lead: StrictClient, cast: Cast) -> None:
    for client, person_id in (
        (manager, cast.colleague.id),
        (manager, cast.other_learner.id),
        (lead, cast.other_learner.id),
        (lead, 999_999),
        (lead, 2**80),
    ):
        client.get(f"/people/{person_id}", expect=404)
    db.session.rollback()
    assert db.session.scalars(select(RecordView)).all() == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_is_on_record_however_it_is_made(method: str, manager: StrictClient, cast: Cast) -> None:
    for _again in range(2):
        assert manager.send(method, f"/people/{cast.learner.id}").status_code == 200
    manager.get(f"/people/{cast.manager.id}")
    db.session.rollback()
    looks = db.session.execute(select(RecordView.viewer_id, RecordView.person_id, RecordView.what)).all()
    assert looks == [(cast.manager.id, cast.learner.id, "record")]


def test_looking_for_somebody_is_a_look_at_the_list(manager: StrictClient, cast: Cast) -> None:
    manager.get("/people?q=lena")
    manager.get("/people?q=mani")
    db.session.rollback()
    looks = db.session.execute(select(RecordView.person_id, RecordView.what, RecordView.teams)).all()
    assert looks == [(None, "list", f"[{cast.team.id}]")]


def test_a_record_says_what_counts_and_all_that_was_recorded(manager: StrictClient, cast: Cast) -> None:
    number = complete(cast.learner, on=date(2025, 10, 1), valid_until=date(2026, 10, 1)).number
    complete(cast.learner, on=date(2026, 11, 2))
    complete(cast.learner, on=date(2026, 3, 1), course="other", title="Other course", valid_until=date(2026, 6, 1))
    with writing():
        again = CourseCompleted("other", "Other course", 1, "webinar", "", date(2026, 3, 2), None)
        correct(cast.organisation.id, 3, again, Origin(cast.lead.id, "wrong-date"), AT)
        recognise(cast.learner.id, again, AT, Origin(cast.lead.id, "administrative"))
        withdraw(cast.organisation.id, 5, Origin(cast.lead.id, "recorded-twice"), AT)
    page = manager.get(f"/people/{cast.learner.id}")
    assert rows(page, "What counts") == [
        ["Short module", "In date", "2 Nov 2026", "2 Nov 2027", "E-learning"],
        ["Other course", "In date", "2 Mar 2026", "No end", "Webinar"],
    ]
    assert rows(page, "Everything that was recorded") == [
        ["Entry 2", "Short module", "Completed", "2 Nov 2026", "The service"],
        ["Entry 6", "Other course", "Withdrawn, in place of entry 5", "2 Mar 2026", "Lee Lead"],
        ["Entry 5", "Other course", "Completed Does not count any more", "2 Mar 2026", "Lee Lead"],
        ["Entry 4", "Other course", "A correction, in place of entry 3", "2 Mar 2026", "Lee Lead"],
        ["Entry 3", "Other course", "Completed Does not count any more", "1 Mar 2026", "The service"],
        ["Entry 1", "Short module", "Completed Renewed since", "1 Oct 2025", "The service"],
    ]
    assert page.link("Entry 4") == "/log/4"
    assert number in page.words
    assert "Recognise" not in page.words, "for a lead alone"


def test_a_lead_can_recognise_earlier_learning(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{cast.learner.id}")
    assert page.link("Recognise earlier learning") == f"/log/recognise?person={cast.learner.id}"


def test_a_session_attended_in_part_is_told_apart(manager: StrictClient, cast: Cast) -> None:
    with writing():
        for place, attended in (("Town hall", "part"), ("Library", "full"), ("Depot", "absent")):
            session = TrainingSession(
                organisation_id=cast.organisation.id,
                course="talk",
                course_title="A talk",
                level=1,
                method="in person",
                held_on=date(2026, 11, 9),
                place=place,
                delivered_by="A service",
                is_accredited=False,
                made_by_id=cast.lead.id,
            )
            db.session.add(session)
            db.session.flush()
            db.session.add(Attendance(session_id=session.id, person_id=cast.learner.id, attended=attended))
    page = manager.get(f"/people/{cast.learner.id}")
    assert "A talk, 9 November 2026, Town hall" in page.words
    assert "Library" not in page.words
    assert "Depot" not in page.words


def test_who_recorded_it_and_was_erased_is_nobody(manager: StrictClient, cast: Cast) -> None:
    with writing():
        once = CourseCompleted("other", "Other course", 1, "webinar", "", date(2026, 3, 2), None)
        recognise(cast.learner.id, once, AT, Origin(cast.trainer.id, "administrative"))
    erase_now(cast.trainer.id)
    page = manager.get(f"/people/{cast.learner.id}")
    assert rows(page, "Everything that was recorded")[0][4] == "Removed"
    assert "Tara" not in page.text


def test_a_record_says_nothing_of_tests_that_were_sat(app: Flask, lead: StrictClient, cast: Cast) -> None:
    learner = client_of(app, cast, "learner")
    before = lead.get(f"/people/{cast.learner.id}").words
    sit(learner, HALF_RIGHT)
    begin(learner)
    assert lead.get(f"/people/{cast.learner.id}").words == before
