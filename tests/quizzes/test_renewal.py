"""A pass on 16 November 2026 counts until 16 November 2027; from 18 August 2027 it can be renewed."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Attempt, Certificate, Enrolment, LogEntry, Module, Organisation, Person
from tests.client import Page, StrictClient
from tests.journeys import HALF_RIGHT, answer_all, begin, sit

pytestmark = pytest.mark.usefixtures("now")

LAST_CLOSED_DAY = datetime(2027, 8, 17, 12, tzinfo=UTC)
FIRST_OPEN_DAY = datetime(2027, 8, 18, 12, tzinfo=UTC)
AFTER_THE_END = datetime(2028, 3, 1, 12, tzinfo=UTC)


def test_before_the_window_nothing_new_begins(sitter: StrictClient, learner: Person) -> None:
    sit(sitter)
    with time_machine.travel(LAST_CLOSED_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        page = client.follow(client.post("/modules/short/quiz", {"csrf_token": client.token()}))
        assert page.heading == "The test"
        assert "You have passed this module. You can renew it from 18 August 2027." in page.words
        client.press(client.get("/modules/short"), "Read it again")
        assert db.session.query(Enrolment).count() == 1
        assert db.session.query(Attempt).count() == 1


def says_when_it_can_be_renewed(page: Page, certificate: str) -> bool:
    """And offers nothing that would be refused."""
    assert not page.document.xpath("//main//form")
    assert page.link("See your certificate") == certificate
    return "You have passed this module. You can renew it from 18 August 2027." in page.words


def test_after_a_pass_the_test_is_not_offered(sitter: StrictClient, learner: Person) -> None:
    certificate = sit(sitter).link("See your certificate")
    assert says_when_it_can_be_renewed(sitter.get("/modules/short/quiz"), certificate)
    with time_machine.travel(LAST_CLOSED_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        assert says_when_it_can_be_renewed(client.get("/modules/short/quiz"), certificate)
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        page = client.get("/modules/short/quiz")
        assert "You can renew it from" not in page.words
        assert client.press(page, "Start the test").heading == "Question 1 of 4"


def test_an_old_result_that_was_not_a_pass_asks_as_well(sitter: StrictClient, learner: Person) -> None:
    first = sit(sitter, HALF_RIGHT)
    certificate = sit(sitter).link("See your certificate")
    page = sitter.get(first.path)
    assert page.heading == "Not passed this time"
    assert says_when_it_can_be_renewed(page, certificate)
    assert "before a pause" not in page.words
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        page = client.get(first.path)
        assert "You have 2 tries left before a pause." in page.words
        assert client.press(page, "Try again").heading == "Question 1 of 4"
        page = client.get(first.path)
        assert client.press(page, "Carry on with the test").heading == "Question 1 of 4"


def test_an_old_result_counts_the_tries_of_the_renewal(sitter: StrictClient, learner: Person) -> None:
    first = sit(sitter, HALF_RIGHT)
    sit(sitter)
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        sit(client, HALF_RIGHT)
        assert "You have 1 try left before a pause." in client.get(first.path).words
        sit(client, HALF_RIGHT)
        assert "You can try again from 19 August 2027 at 13:00." in client.get(first.path).words


def test_a_result_of_a_module_that_is_withdrawn_offers_nothing(sitter: StrictClient) -> None:
    first = sit(sitter, HALF_RIGHT)
    with writing():
        db.session.execute(update(Module).values(current_edition_id=None))
    page = sitter.get(first.path)
    assert page.heading == "Not passed this time"
    assert not page.document.xpath("//main//form")


@pytest.mark.parametrize("day", [FIRST_OPEN_DAY, AFTER_THE_END], ids=["in the window", "after the end"])
def test_a_renewal_is_a_new_enrolment_and_the_old_pass_stays(
    day: datetime, sitter: StrictClient, learner: Person
) -> None:
    old_number = sit(sitter).link("See your certificate")
    with time_machine.travel(day, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        page = client.press(client.get("/modules/short"), "Read it again")
        assert page.heading == "First part"
        assert "you have read 0 of 3" in client.get("/training").words or db.session.query(Enrolment).count() == 2
        assert sit(client).heading == "You have passed"
        entries = db.session.query(LogEntry).order_by(LogEntry.sequence).all()
        assert [entry.completed_on for entry in entries] == [date(2026, 11, 16), day.date()]
        assert db.session.query(Certificate).count() == 2
        assert [row.number for row in db.session.query(Enrolment).order_by(Enrolment.number)] == [1, 2]
        old = client.get(old_number)
        assert "You have done this training again since." in old.words
        assert "16 November 2026" in old.words
        assert verify_log(learner.organisation_id).entries == 2
        training = client.get("/training").words
        assert training.count("Passed on") == 2
        assert training.count("superseded: you have done it again since") == 1


def test_a_renewal_has_its_own_tries(sitter: StrictClient, learner: Person) -> None:
    sit(sitter, HALF_RIGHT)
    sit(sitter)
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        assert "You have 1 try left before a pause." in sit(client, HALF_RIGHT).words


def test_a_renewal_that_is_not_passed_takes_nothing_away(sitter: StrictClient, learner: Person) -> None:
    number = sit(sitter).link("See your certificate")
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        sit(client, HALF_RIGHT)
        page = client.get(number)
        assert "again since" not in page.words
        assert "Valid until16 November 2027" in page.words
        assert db.session.query(LogEntry).count() == 1


def test_the_result_of_the_first_time_keeps_its_own_certificate(sitter: StrictClient, learner: Person) -> None:
    first = sit(sitter)
    with time_machine.travel(FIRST_OPEN_DAY, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        second = sit(client)
        assert second.link("See your certificate") != first.link("See your certificate")
        again = client.get(first.path)
        assert again.link("See your certificate") == first.link("See your certificate")
        assert "It counts until 16 November 2027." in again.words
        assert "It counts until 18 August 2028." in second.words


def test_an_attempt_begun_before_midnight_is_completed_on_the_day_it_is_handed_in(
    sitter: StrictClient, learner: Person
) -> None:
    page = answer_all(sitter, begin(sitter))
    with time_machine.travel(datetime(2026, 11, 30, 23, 59, tzinfo=UTC), tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        client.press(client.get(page.path), "Hand in")
    assert db.session.query(LogEntry).one().completed_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("instant", "time_zone", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/London", "2026-07-01"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "Europe/London", "2026-12-31"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "Pacific/Auckland", "2027-01-01"),
        (datetime(2027, 1, 1, 3, 0, tzinfo=UTC), "America/New_York", "2026-12-31"),
    ],
)
def test_the_day_is_the_organisations_own(
    instant: datetime, time_zone: str, day: str, client: StrictClient, learner: Person
) -> None:
    with writing():
        db.session.execute(update(Organisation).values(time_zone=time_zone))
    with time_machine.travel(instant, tick=False):
        sit(client.sign_in(learner))
    assert db.session.query(LogEntry).one().completed_on.isoformat() == day


def test_a_module_that_does_not_run_out_is_not_renewed(sitter: StrictClient, learner: Person) -> None:
    sit(sitter)
    with writing():
        db.session.execute(update(LogEntry).values(valid_until=None))
    with time_machine.travel(AFTER_THE_END, tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        page = client.get("/modules/short/quiz")
        assert "You have passed this module, and it does not run out." in page.words
        assert not page.document.xpath("//main//form")
