"""A mistake in the log is put right by another entry; both stay, and the certificate follows."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger.certificates import issue_in_new_name
from app.ledger.corrections import CannotCorrect, Refusal, completed_of, correct, withdraw
from app.ledger.entries import Origin
from app.ledger.standing import counts, is_current, is_latest, is_superseded
from app.ledger.verification import verify_log
from app.models import Certificate, LogEntry, Person
from app.rules.log_chain import commit_to_person
from app.rules.training_log import CorrectionReason
from tests.factories import PersonFactory
from tests.ledger.passing import AT, entries, record

pytestmark = pytest.mark.usefixtures("app")

RIGHT_DAY = date(2026, 11, 2)


@pytest.fixture
def person() -> Person:
    """Somebody with one entry in the log."""
    person = PersonFactory()
    record(person)
    return person


@pytest.fixture
def lead(person: Person) -> Person:
    return PersonFactory(organisation_id=person.organisation_id, is_lead=True)


def origin(lead: Person, reason: CorrectionReason = CorrectionReason.WRONG_DATE) -> Origin:
    return Origin(recorded_by=lead.id, reason=reason, note="The register says so")


def put_right(person: Person, lead: Person, sequence: int = 1) -> LogEntry:
    with writing():
        wrong = entries(person.organisation_id)[sequence - 1]
        completed = replace(completed_of(wrong), completed_on=RIGHT_DAY)
        return correct(person.organisation_id, sequence, completed, origin(lead), AT)


def take_back(person: Person, lead: Person, sequence: int = 1) -> LogEntry:
    with writing():
        return withdraw(person.organisation_id, sequence, origin(lead, CorrectionReason.TWICE), AT)


def that_count(person: Person) -> list[int]:
    query = select(LogEntry.sequence).where(LogEntry.person_id == person.id, counts(LogEntry))
    return list(db.session.scalars(query.order_by(LogEntry.sequence)))


def test_a_correction_is_a_new_entry_beside_the_old_one(person: Person, lead: Person) -> None:
    before = completed_of(entries(person.organisation_id)[0])
    put_right(person, lead)
    old, new = entries(person.organisation_id)
    assert completed_of(old) == before
    assert (new.kind, new.corrects, new.completed_on) == ("correction", 1, RIGHT_DAY)
    assert (new.reason, new.note) == ("wrong-date", "The register says so")
    assert new.recorder_commitment == commit_to_person(lead.salt, lead.reference)
    assert that_count(person) == [2]
    assert verify_log(person.organisation_id).broken_at is None


def test_a_withdrawal_leaves_nothing_that_counts(person: Person, lead: Person) -> None:
    entry = take_back(person, lead)
    assert (entry.kind, entry.corrects) == ("withdrawal", 1)
    assert that_count(person) == []
    assert verify_log(person.organisation_id).broken_at is None


def test_a_withdrawal_by_mistake_is_taken_back(person: Person, lead: Person) -> None:
    take_back(person, lead)
    put_right(person, lead, sequence=2)
    assert that_count(person) == [3]


@pytest.mark.parametrize(
    ("already", "sequence", "refusal"),
    [
        ([put_right], 1, Refusal.REPLACED),
        ([take_back], 1, Refusal.REPLACED),
        ([take_back], 2, Refusal.WITHDRAWN),  # a withdrawal cannot be withdrawn, only corrected
        ([], 2, Refusal.NOT_THERE),
    ],
)
def test_what_cannot_be_withdrawn(
    already: list, sequence: int, refusal: Refusal, person: Person, lead: Person
) -> None:  # fmt: skip
    for act in already:
        act(person, lead)
    before = len(entries(person.organisation_id))
    with pytest.raises(CannotCorrect) as refused:
        take_back(person, lead, sequence)
    assert refused.value.refusal is refusal
    assert len(entries(person.organisation_id)) == before


def test_another_organisations_entry_is_not_there(person: Person) -> None:
    elsewhere = PersonFactory()
    with pytest.raises(CannotCorrect) as refused:
        take_back(elsewhere, elsewhere)
    assert refused.value.refusal is Refusal.NOT_THERE


def test_the_certificate_is_issued_again_with_a_link_to_the_old_one(person: Person, lead: Person) -> None:
    old = db.session.scalars(select(Certificate)).one()
    entry = put_right(person, lead)
    new = db.session.scalars(select(Certificate).where(Certificate.id != old.id)).one()
    assert (new.replaces_id, new.entry_id) == (old.id, entry.id)
    assert new.number != old.number
    assert list(db.session.scalars(select(Certificate).where(is_current()))) == [new]


def test_what_was_withdrawn_and_restored_is_certified_again(person: Person, lead: Person) -> None:
    (old,) = db.session.scalars(select(Certificate.id))
    take_back(person, lead)
    put_right(person, lead, sequence=2)
    assert list(db.session.scalars(select(Certificate.replaces_id).order_by(Certificate.id))) == [None, old]


def test_a_certificate_in_a_new_name_leaves_the_old_one_as_it_was(person: Person) -> None:
    old = db.session.scalars(select(Certificate)).one()
    name = old.name
    with writing():
        person.name = "Ann Newname"
        new = issue_in_new_name(old, AT)
        assert (new.name, new.replaces_id, new.entry_id) == ("Ann Newname", old.id, old.entry_id)
    assert old.name == name
    assert that_count(person) == [1]


@pytest.mark.parametrize(
    ("days", "latest"),
    [
        ([date(2026, 1, 5), date(2026, 11, 2)], 2),
        ([date(2026, 11, 2), date(2020, 1, 5)], 1),  # an old record that is put in later
        ([date(2026, 11, 2), date(2026, 11, 2)], 2),  # of one day the one recorded later
    ],
)
def test_the_latest_is_by_the_day_it_was_completed(days: list[date], latest: int, person: Person) -> None:
    for day in days:
        record(person, completed_on=day, course="other")
    other = LogEntry.course == "other"
    assert list(db.session.scalars(select(LogEntry.sequence).where(other, is_latest(LogEntry)))) == [latest + 1]
    assert len(list(db.session.scalars(select(LogEntry.id).where(other, is_superseded(LogEntry))))) == 1


def test_a_withdrawn_renewal_makes_the_older_one_the_latest_again(person: Person, lead: Person) -> None:
    record(person, completed_on=date(2026, 11, 10))
    take_back(person, lead, sequence=2)
    assert list(db.session.scalars(select(LogEntry.sequence).where(is_latest(LogEntry)))) == [1]
