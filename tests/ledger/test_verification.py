"""Whoever can write to the database can change a log, but `verify_log` names the first entry that they changed."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.database import writing
from app.extensions import db
from app.ledger import verification
from app.ledger.entries import facts_of
from app.ledger.verification import LogVerdict, verify_log
from app.models import LogEntry, LogHead, Person
from app.rules.log_chain import chain
from tests.factories import OrganisationFactory, PersonFactory
from tests.ledger.passing import entries, record

LENGTH = 5


@pytest.fixture
def organisation_id(app: Flask) -> int:
    """An organisation with a log of five entries, and another one beside it."""
    organisation = OrganisationFactory()
    for _ in range(LENGTH):
        record(PersonFactory(organisation_id=organisation.id))
    record(PersonFactory())
    identity: int = organisation.id
    db.session.expunge_all()
    return identity


def execute(statement: str, **values: object) -> None:
    with writing():
        assert db.session.execute(text(statement), values).rowcount == 1  # type: ignore[attr-defined]


def change(organisation_id: int, sequence: int, assignment: str, **values: object) -> None:
    execute(
        f"UPDATE log_entries SET {assignment} WHERE organisation_id = :organisation AND sequence = :at",
        organisation=organisation_id,
        at=sequence,
        **values,
    )


def remove(organisation_id: int, sequence: int) -> None:
    entry = entries(organisation_id)[sequence - 1]
    execute("DELETE FROM certificates WHERE entry_id = :id", id=entry.id)
    execute("DELETE FROM log_entries WHERE id = :id", id=entry.id)


def swap(organisation_id: int, one: int, other: int) -> None:
    change(organisation_id, one, "sequence = 1000")
    change(organisation_id, other, "sequence = :new", new=one)
    change(organisation_id, 1000, "sequence = :new", new=other)


def rewrite_from(organisation_id: int, sequence: int) -> None:
    """What somebody does who knows how hashes are made, but forgets the head."""
    with writing():
        walked = entries(organisation_id)
        previous = walked[sequence - 2].hash
        walked[sequence - 1].course_title = "Another title"
        for entry in walked[sequence - 1 :]:
            entry.previous_hash = previous
            previous = entry.hash = chain(previous, facts_of(entry))


def change_two(organisation_id: int) -> None:
    change(organisation_id, 4, "level = 3")
    change(organisation_id, 2, "level = 3")


def give_away(organisation_id: int, sequence: int) -> None:
    """The entry is linked to a colleague who did not complete anything, and keeps its hash."""
    colleague = PersonFactory(organisation_id=organisation_id).id
    change(organisation_id, sequence, "person_id = :person", person=colleague)


def give_away_with_certificate(organisation_id: int, sequence: int) -> None:
    give_away(organisation_id, sequence)
    entry = entries(organisation_id)[sequence - 1]
    execute("UPDATE certificates SET person_id = :person WHERE entry_id = :id", person=entry.person_id, id=entry.id)


def give_certificate_away(organisation_id: int, sequence: int) -> None:
    colleague, entry_id = PersonFactory(organisation_id=organisation_id).id, entries(organisation_id)[sequence - 1].id
    execute("UPDATE certificates SET person_id = :person WHERE entry_id = :id", person=colleague, id=entry_id)


def give_to_nobody(organisation_id: int, sequence: int) -> None:
    """As an erasure would leave it, but no erasure is in the log."""
    execute("DELETE FROM certificates WHERE entry_id = :id", id=entries(organisation_id)[sequence - 1].id)
    change(organisation_id, sequence, "person_id = NULL")


def change_person(organisation_id: int, sequence: int, assignment: str, **values: object) -> None:
    """The link stays, but leads to somebody who is not the same any more."""
    person_id = entries(organisation_id)[sequence - 1].person_id
    execute(f"UPDATE people SET {assignment} WHERE id = :id", id=person_id, **values)


def set_head(organisation_id: int, assignment: str, **values: object) -> None:
    execute(f"UPDATE log_heads SET {assignment} WHERE organisation_id = :at", at=organisation_id, **values)


def delete_head(organisation_id: int) -> None:
    execute("DELETE FROM log_heads WHERE organisation_id = :at", at=organisation_id)


def cut_off_the_end(organisation_id: int) -> None:
    """The newest entry is taken out and the head put back to the one before, as an old backup would have it."""
    previous = entries(organisation_id)[-1].previous_hash
    remove(organisation_id, LENGTH)
    set_head(organisation_id, "sequence = :sequence, hash = :hash", sequence=LENGTH - 1, hash=previous)


TAMPERING: dict[str, tuple[Callable[[int], None], int | None]] = {
    "a title": (lambda it: change(it, 3, "course_title = 'Another title'"), 3),
    "a course": (lambda it: change(it, 1, "course = 'other'"), 1),
    "a level": (lambda it: change(it, 2, "level = 2"), 2),
    "a method": (lambda it: change(it, 2, "method = 'in person'"), 2),
    "an edition": (lambda it: change(it, 5, "edition = 'f'"), 5),
    "the day": (lambda it: change(it, 4, "completed_on = '2026-11-15'"), 4),
    "the validity": (lambda it: change(it, 4, "valid_until = NULL"), 4),
    "when it was recorded": (lambda it: change(it, 4, "recorded_at = '2026-11-16 09:30:15.123457+00:00'"), 4),
    "whom it is of": (lambda it: change(it, 2, "commitment = :other", other=b"p" * 32), 2),
    "who is linked to it": (lambda it: give_away(it, 3), 3),
    "who is linked to it and holds its certificate": (lambda it: give_away_with_certificate(it, 3), 3),
    "who holds its certificate": (lambda it: give_certificate_away(it, 4), 4),
    "the reference of who is linked to it": (lambda it: change_person(it, 2, "reference = 'other'"), 2),
    "the salt of who is linked to it": (lambda it: change_person(it, 2, "salt = :other", other=b"s" * 32), 2),
    "who recorded it": (lambda it: change(it, 2, "recorded_by_id = person_id"), 2),
    "what was written about it": (lambda it: change(it, 3, "note = 'Another note'"), 3),
    "what speaks for it": (lambda it: change(it, 3, "evidence = 'Another number'"), 3),
    "a link to nobody": (lambda it: give_to_nobody(it, 3), 3),
    "its hash": (lambda it: change(it, 3, "hash = :other", other=b"h" * 32), 3),
    "the hash before it": (lambda it: change(it, 3, "previous_hash = :other", other=b"h" * 32), 3),
    "the first one is gone": (lambda it: remove(it, 1), 1),
    "one is gone": (lambda it: remove(it, 3), 3),
    "the last one is gone": (lambda it: remove(it, 5), 5),
    "two changed places": (lambda it: swap(it, 2, 4), 2),
    "two are changed": (change_two, 2),
    "rewritten with new hashes": (lambda it: rewrite_from(it, 3), 6),
    "the head counts less": (lambda it: set_head(it, "sequence = 4"), 6),
    "the head counts more": (lambda it: set_head(it, "sequence = 6"), 6),
    "the head has another hash": (lambda it: set_head(it, "hash = :other", other=b"h" * 32), 6),
    "the head is gone": (delete_head, 6),
    "begins at nought": (lambda it: change(it, 1, "sequence = 0"), 1),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_names_the_first_entry_that_was_tampered_with(organisation_id: int, name: str) -> None:
    tamper, broken_at = TAMPERING[name]
    tamper(organisation_id)
    assert verify_log(organisation_id) == LogVerdict(entries=(broken_at or 0) - 1, broken_at=broken_at)


def test_a_good_log_is_whole(organisation_id: int) -> None:
    assert verify_log(organisation_id) == LogVerdict(entries=LENGTH, broken_at=None)


def test_an_empty_log_is_whole(app: Flask) -> None:
    told: list[int] = []
    assert verify_log(OrganisationFactory().id, told.append) == LogVerdict(entries=0, broken_at=None)
    assert sum(told) == 0


def test_what_happens_to_another_log_does_not_matter(organisation_id: int) -> None:
    other = db.session.query(LogEntry).where(LogEntry.organisation_id != organisation_id).one()
    change(other.organisation_id, 1, "level = 3")
    assert verify_log(other.organisation_id).broken_at == 1
    assert verify_log(organisation_id).broken_at is None


def test_an_entry_moved_in_from_another_log_does_not_fit(organisation_id: int) -> None:
    other = db.session.query(LogEntry).where(LogEntry.organisation_id != organisation_id).one()
    remove(organisation_id, 1)
    execute("UPDATE log_entries SET organisation_id = :here WHERE id = :id", here=organisation_id, id=other.id)
    assert verify_log(organisation_id).broken_at == 1


def test_a_whole_cut_off_end_is_seen_only_beside_an_older_head(organisation_id: int) -> None:
    """What no chain can see by itself: compare with a head that was written down elsewhere."""
    before = db.session.get_one(LogHead, organisation_id).hash
    cut_off_the_end(organisation_id)
    assert verify_log(organisation_id).broken_at is None
    assert db.session.get_one(LogHead, organisation_id, populate_existing=True).hash != before


def test_progress_is_told_batch_by_batch(organisation_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 2)
    told: list[int] = []
    assert verify_log(organisation_id, told.append).entries == LENGTH
    assert told == [2, 2, 1]


def test_a_log_that_grows_while_it_is_verified_is_whole(
    organisation_id: int, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    """Somebody passes between two batches: the verdict is of the log as it was at the start."""
    monkeypatch.setattr(verification, "BATCH", 2)
    newcomers = [PersonFactory(organisation_id=organisation_id).id]

    def somebody_passes(_count: int) -> None:
        while newcomers:
            with app.app_context():
                record(db.session.get_one(Person, newcomers.pop()))

    assert verify_log(organisation_id, somebody_passes).broken_at is None
    db.session.rollback()
    assert verify_log(organisation_id).entries == LENGTH + 1
