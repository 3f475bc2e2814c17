"""A programme that asks for a module again while its certificate is still valid."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.extensions import db
from app.models import Certificate, Enrolment, LogEntry, Person
from tests.client import StrictClient
from tests.factories import put_in_force
from tests.journeys import sit

pytestmark = pytest.mark.usefixtures("now")

REFRESHED = """programme: Training
requirements:
  yearly: {title: Refresher, who: everyone, course: SHORT, renew: every 6 months}
"""
TOO_EARLY, ASKED = datetime(2027, 2, 15, 12, tzinfo=UTC), datetime(2027, 2, 16, 12, tzinfo=UTC)


@pytest.fixture
def passed(sitter: StrictClient, learner: Person) -> StrictClient:
    """Passed on 16 November 2026: it counts for a year, and is due again on 16 May 2027."""
    put_in_force(learner.organisation_id, REFRESHED.replace("SHORT", "short"))
    sit(sitter)
    return sitter


def test_before_it_is_asked_again_nothing_new_begins(passed: StrictClient, learner: Person) -> None:
    with time_machine.travel(TOO_EARLY, tick=False):
        client = StrictClient(passed.app).sign_in(learner)
        page = client.get("/modules/short/quiz")
        assert "You have passed this module. You can renew it from 16 February 2027." in page.words
        assert not page.document.xpath("//main//form")
        client.post("/modules/short/quiz", {"csrf_token": client.token()})
        client.press(client.get("/modules/short"), "Read it again")
        assert db.session.query(Enrolment).count() == 1


def test_once_it_is_asked_again_it_can_be_done_and_nothing_is_reset(passed: StrictClient, learner: Person) -> None:
    with time_machine.travel(ASKED, tick=False):
        client = StrictClient(passed.app).sign_in(learner)
        assert "renew by 16 May 2027" in client.get("/training").words
        client.press(client.get("/modules/short"), "Read it again")
        assert sit(client).heading == "You have passed"
        assert db.session.query(Certificate).count() == 2
        days = [entry.completed_on for entry in db.session.query(LogEntry).order_by(LogEntry.sequence)]
        assert days == [date(2026, 11, 16), date(2027, 2, 16)]
        assert "You are up to date" in client.get("/training").words
        assert "You can renew it from 16 May 2027." in client.get("/modules/short/quiz").words


def test_what_counts_only_in_person_does_not_open_the_module(sitter: StrictClient, learner: Person) -> None:
    in_person = REFRESHED.replace("SHORT", "{course: short, by: in person}")
    put_in_force(learner.organisation_id, in_person)
    sit(sitter)
    page = sitter.get("/modules/short/quiz")
    assert "You can renew it from 18 August 2027." in page.words
