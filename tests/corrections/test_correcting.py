"""A training lead puts an entry right; both stay to be read, and the learner's certificate follows."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Certificate, LogEntry, Person, RecordView
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import complete
from tests.journeys import begin, sit

WHY = {"reason": "wrong-date", "note": "The register of 5 October says so"}


def entries() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


def correct(lead: StrictClient, **fields: str) -> object:
    form = lead.get("/log/1/correct").form("Record")
    return lead.follow(lead.submit(form, **(WHY | {"completed_on": "2026-10-05"} | fields)))


def withdraw(lead: StrictClient, sequence: int = 1) -> object:
    form = lead.get(f"/log/{sequence}/withdraw").form("Withdraw")
    return lead.follow(lead.submit(form, reason="not-completed", note="They left after an hour"))


def test_both_entries_can_be_read(lead: StrictClient, certificate: Certificate, cast: Cast) -> None:
    page = correct(lead)
    assert page.path == "/log/2"
    for words in ("Entry 1", "Entry 2", "5 October 2026", "2 November 2026", "The date is wrong", WHY["note"]):
        assert words in page.words
    old = lead.get("/log/1")
    assert "Entry 2 has taken its place" in old.words
    assert old.link("See what counts now") == "/log/2"
    assert verify_log(cast.organisation.id).broken_at is None


def test_the_form_begins_with_what_the_entry_says(lead: StrictClient, certificate: Certificate) -> None:
    fields = lead.get("/log/1/correct").form("Record").fields
    assert (fields["completed_on"], fields["course"], fields["method"]) == (["2026-11-02"], ["short"], ["e-learning"])


def test_the_learner_has_a_new_certificate_and_the_old_one_says_so(
    lead: StrictClient, certificate: Certificate, app: Flask, cast: Cast
) -> None:
    number, token = certificate.number, certificate.token
    correct(lead)
    learner = StrictClient(app).sign_in(cast.learner)
    new = learner.get("/training").link("Certificate")
    assert new != f"/certificates/{number}"
    old = learner.get(f"/certificates/{number}")
    assert "withdrawn" in old.words
    assert old.link("See the certificate that took its place") == new
    assert "5 October 2026" in learner.get(new).words
    assert StrictClient(app).get(f"/verify/{token}").heading == "This certificate has been withdrawn"
    assert learner.fetch(f"/certificates/{number}.pdf", expect=303).headers["Location"] == f"/certificates/{number}"


def test_what_is_withdrawn_does_not_count_until_it_is_taken_back(
    lead: StrictClient, certificate: Certificate, app: Flask, cast: Cast
) -> None:
    page = withdraw(lead)
    assert "This completion was withdrawn" in page.words
    learner = StrictClient(app).sign_in(cast.learner)
    training = learner.get("/training")
    assert "Completed on 2 November 2026, withdrawn since" in training.words
    assert "does not count" in learner.get(training.link("Withdrawn certificate")).words
    form = lead.get("/log/2/correct").form("Record")
    lead.submit(form, note="It was the right person after all")
    training = learner.get("/training").words
    assert "Passed on 2 November 2026" in training
    assert "withdrawn since" not in training


def test_who_passed_and_lost_it_may_sit_the_test_again(app: Flask, cast: Cast, lead: StrictClient) -> None:
    learner = StrictClient(app).sign_in(cast.learner)
    result = sit(learner).path
    assert "renew" in learner.get("/modules/short/quiz").words
    withdraw(lead)
    assert "has withdrawn this completion" in learner.get(result).words
    assert begin(learner).path.endswith("/questions/1")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"completed_on": "2026-11-02"}, "This is what the entry says already"),
        ({"completed_on": "2026-11-17"}, "This day has not come yet"),
        ({"completed_on": "yesterday"}, "Enter a date such as"),
        ({"completed_on": "0026-10-05"}, "Check the year"),
        ({"completed_on": ""}, "Enter the day"),
        ({"valid_until": "2026-10-04"}, "This is before the day it was completed"),
        ({"course": "unheard-of"}, "Choose one of the list"),
        ({"method": "telepathy"}, "Choose one of the list"),
        ({"reason": ""}, "Choose a reason"),
        ({"reason": "withdrawn-by-mistake"}, "Choose one of the list"),
        ({"note": "  "}, "Say what happened"),
        ({"note": "n" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_not_recorded(fields: dict[str, str], words: str, lead: StrictClient, certificate: Certificate) -> None:
    form = lead.get("/log/1/correct").form("Record")
    answer = lead.submit(form, expect=400, **(WHY | {"completed_on": "2026-10-05"} | fields))
    page = lead.page_of(answer)
    assert words in page.words
    assert page.form("Record").fields["note"] == [(WHY | fields)["note"].strip()]
    assert entries() == 1


def test_two_leads_at_once_make_one_correction(lead: StrictClient, certificate: Certificate) -> None:
    first, second = (lead.get("/log/1/correct").form("Record") for _ in range(2))
    lead.submit(first, **WHY, completed_on="2026-10-05")
    page = lead.follow(lead.submit(second, **WHY, completed_on="2026-10-06"))
    assert "Nothing was changed" in page.text
    assert entries() == 2


@pytest.mark.parametrize("path", ["/log/0", "/log/2", "/log/99999999999999999999", "/log/1/correct/more"])
def test_an_entry_that_is_not_there(path: str, lead: StrictClient, certificate: Certificate) -> None:
    lead.get(path, expect=404)


def test_a_manager_reads_it_without_the_note_and_without_the_way_to_change_it(
    lead: StrictClient, certificate: Certificate, app: Flask, cast: Cast
) -> None:
    correct(lead)
    page = StrictClient(app).sign_in(cast.manager).get("/log/2")
    assert "The date is wrong" in page.words
    assert WHY["note"] not in page.text
    assert "Withdraw it" not in page.words


def test_a_manager_sees_only_their_own_people(app: Flask, cast: Cast) -> None:
    complete(cast.colleague)
    StrictClient(app).sign_in(cast.manager).get("/log/1", expect=404)


def test_that_somebody_looked_is_recorded(lead: StrictClient, certificate: Certificate, cast: Cast) -> None:
    lead.get("/log/1")
    (view,) = db.session.scalars(select(RecordView))
    assert (view.viewer_id, view.person_id, view.on_day) == (cast.lead.id, cast.learner.id, date(2026, 11, 16))


def test_another_course_brings_its_own_title_and_validity(lead: StrictClient, cast: Cast) -> None:
    complete(cast.learner, course="gone", title="A course that is gone", valid_until=None)
    correct(lead, course="short", reason="wrong-course")
    entry = db.session.scalars(select(LogEntry).where(LogEntry.sequence == 2)).one()
    assert entry.course_title == "Short module"
    assert entry.valid_until is not None
    assert entry.edition == ""


def test_the_result_page_leads_to_the_certificate_that_counts(app: Flask, cast: Cast, lead: StrictClient) -> None:
    learner = StrictClient(app).sign_in(cast.learner)
    result = sit(learner).path
    old = learner.get(result).link("See your certificate")
    correct(lead)
    page = learner.get(result)
    assert page.link("See your certificate") != old
    assert "It counts until 5 October" in page.words


def test_a_name_that_cannot_be_printed_by_now_is_told(lead: StrictClient, certificate: Certificate, cast: Cast) -> None:
    with writing():
        db.session.get_one(Person, cast.learner.id).name = "প্রিয়া"
    correct(lead)
    assert "1 certificate has no PDF" in lead.get("/log").words


def test_who_records_something_about_themselves_is_seen_to(lead: StrictClient, cast: Cast) -> None:
    complete(cast.lead)
    assert "about themselves" not in lead.get("/log/1").words
    page = correct(lead)
    assert "by Lee Lead · about themselves" in page.words
