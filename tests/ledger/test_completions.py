import base64
import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.ledger.certificates import NUMBER_ALPHABET
from app.ledger.completions import record_completion, record_completions
from app.ledger.entries import Origin, facts_of
from app.ledger.verification import verify_log
from app.models import LogEntry, LogHead
from app.rules.log_chain import GENESIS, chain, commit_to_person
from tests.factories import OrganisationFactory, PersonFactory
from tests.ledger.passing import AT, COMPLETED, entries, record

pytestmark = pytest.mark.usefixtures("app")


def test_a_new_log_is_empty() -> None:
    organisation = OrganisationFactory()
    head = db.session.get_one(LogHead, organisation.id)
    assert (head.sequence, head.hash) == (0, GENESIS)


def test_entries_are_numbered_and_chained_up_to_the_head() -> None:
    organisation = OrganisationFactory()
    for _ in range(3):
        record(PersonFactory(organisation_id=organisation.id))
    db.session.expire_all()
    first, second, third = entries(organisation.id)
    assert [each.sequence for each in (first, second, third)] == [1, 2, 3]
    assert [each.previous_hash for each in (first, second, third)] == [GENESIS, first.hash, second.hash]
    assert [each.hash for each in (first, second, third)] == [
        chain(each.previous_hash, facts_of(each)) for each in (first, second, third)
    ]
    head = db.session.get_one(LogHead, organisation.id)
    assert (head.sequence, head.hash) == (3, third.hash)


def test_an_entry_says_what_was_completed() -> None:
    person = PersonFactory()
    record(person, title="Siân’s module “1” 🙂", valid_until=None)
    db.session.expire_all()
    (entry,) = entries(person.organisation_id)
    assert facts_of(entry) == {
        "organisation": person.organisation_id,
        "sequence": 1,
        "kind": "completion",
        "person": commit_to_person(person.salt, person.reference).hex(),
        "course": "short",
        "title": "Siân’s module “1” 🙂",
        "level": 1,
        "method": "e-learning",
        "edition": "e" * 64,
        "completed_on": "2026-11-16",
        "valid_until": None,
        "recorded_at": "2026-11-16T09:30:15.123456+00:00",
    }


@pytest.mark.parametrize(
    "at",
    [
        AT,
        AT.replace(microsecond=0),
        AT.replace(microsecond=1),
        datetime(2026, 7, 1, 10, 30, tzinfo=ZoneInfo("Europe/London")),  # summer time: 09:30 UTC
        datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),  # the hour that comes twice
        datetime(2026, 11, 16, 23, 59, 59, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
    ],
)
def test_the_hash_holds_whatever_the_clock_says(at: datetime) -> None:
    person = PersonFactory()
    record(person, at)
    db.session.expire_all()
    (entry,) = entries(person.organisation_id)
    assert entry.recorded_at == at.astimezone(UTC)
    assert entry.recorded_at.tzinfo is UTC
    assert verify_log(person.organisation_id).broken_at is None


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Another Name"), ("email", "another@example.org"), ("is_active", False)]
)
def test_a_person_may_change_and_the_log_stays_whole(field: str, value: object) -> None:
    person = PersonFactory()
    record(person)
    with writing():
        setattr(person, field, value)
    record(person)
    first, second = entries(person.organisation_id)
    assert first.commitment == second.commitment
    assert verify_log(person.organisation_id).broken_at is None


def test_two_people_with_the_same_name_are_not_the_same_in_the_log() -> None:
    organisation = OrganisationFactory()
    for _ in range(2):
        record(PersonFactory(organisation_id=organisation.id, name="Ann Lee"))
    assert len({entry.commitment for entry in entries(organisation.id)}) == 2


def test_each_organisation_has_its_own_log() -> None:
    one, other = PersonFactory(), PersonFactory()
    for person in (one, other, one):
        record(person)
    assert [entry.sequence for entry in entries(one.organisation_id)] == [1, 2]
    assert [entry.sequence for entry in entries(other.organisation_id)] == [1]
    assert entries(one.organisation_id)[0].hash != entries(other.organisation_id)[0].hash


def test_what_is_undone_leaves_neither_entry_nor_certificate_nor_gap() -> None:
    person = PersonFactory()
    with contextlib.suppress(ZeroDivisionError), writing():
        record_completion(person.id, COMPLETED, AT)
        raise ZeroDivisionError
    assert entries(person.organisation_id) == []
    record(person)
    assert [entry.sequence for entry in entries(person.organisation_id)] == [1]
    assert verify_log(person.organisation_id).broken_at is None


def test_a_certificate_is_of_its_entry_and_keeps_the_name_of_the_day() -> None:
    organisation = OrganisationFactory(name="Northgate")
    person = PersonFactory(organisation_id=organisation.id, name="Siân Ŵyn ap Gwŷnn")
    certificate = record(person)
    with writing():
        person.name, organisation.name = "Somebody Else", "Southgate"
    db.session.expire_all()
    assert db.session.get_one(LogEntry, certificate.entry_id).person_id == person.id == certificate.person_id
    assert (certificate.name, certificate.organisation_name) == ("Siân Ŵyn ap Gwŷnn", "Northgate")


def test_numbers_and_tokens_are_random_and_readable() -> None:
    person = PersonFactory()
    certificates = [record(person, completed_on=date(2026, 11, 1)) for _ in range(50)]
    assert len({each.number for each in certificates}) == 50
    assert len({each.token for each in certificates}) == 50
    for each in certificates:
        assert [len(group) for group in each.number.split("-")] == [4, 4, 4]
        assert set(each.number) <= set(NUMBER_ALPHABET) | {"-"}
        assert len(base64.urlsafe_b64decode(each.token)) * 8 >= 128
    assert not set("01IO") & set(NUMBER_ALPHABET), "these are mistaken for one another"
    assert len(set(NUMBER_ALPHABET)) == len(NUMBER_ALPHABET)


def test_nobody_without_an_account_gets_into_the_log(app: Flask) -> None:
    with app.app_context(), pytest.raises(Exception, match="No row was found"), writing():
        record_completion(10**9, COMPLETED, AT)


def test_many_complete_together_each_with_their_own_certificate() -> None:
    """In the order given, whatever there was in the log, and only people of theirs."""
    organisation = OrganisationFactory()
    people = [PersonFactory(organisation_id=organisation.id, name=f"Member {n}") for n in range(5)]
    record(people[0])
    wanted = [people[3], people[0], people[4]]
    with writing():
        made = record_completions(organisation.id, wanted, COMPLETED, AT, Origin(evidence="Folder 12"))
    assert [each.person_id for each in made] == [person.id for person in wanted]
    found = entries(organisation.id)[1:]
    assert [(entry.person_id, entry.evidence) for entry in found] == [(person.id, "Folder 12") for person in wanted]
    assert [(each.entry_id, each.name) for each in made] == [
        (entry.id, person.name) for entry, person in zip(found, wanted, strict=True)
    ]
    assert len({each.number for each in made} | {each.token for each in made}) == 6
    assert verify_log(organisation.id).broken_at is None


def test_nobody_completes_together() -> None:
    organisation = OrganisationFactory()
    with writing():
        assert record_completions(organisation.id, [], COMPLETED, AT, Origin()) == []
    assert entries(organisation.id) == []
