"""A training log of any length, written in bulk; it is chained as the product chains it, so it verifies."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from app.database import writing
from app.extensions import db
from app.ledger.entries import facts_of
from app.ledger.writing import Subject
from app.models import Certificate, LogEntry, LogHead, Person
from app.rules.log_chain import GENESIS, chain, commit_to_person
from app.rules.training_log import CorrectionReason, Kind
from bench.school import School, add_people, open_organisation

BATCH = 5_000
ENTRIES_PER_PERSON = 5
COURSES = (("level-1-awareness", "Level 1 awareness"), ("level-1-refresher", "Level 1 refresher"))
FIRST_DAY = date(2021, 1, 4)
DAYS = 1_800
VALID_DAYS = 1_095
PUT_RIGHT = {250: Kind.CORRECTION, 450: Kind.WITHDRAWAL}
"""The kind of the entries whose sequence has such a remainder by 500; they take the place of the one before."""

Values = dict[str, Any]


def organisation_with_log(school: School, entries: int) -> int:
    """The id of a new organisation in whose log there are so many entries; two of 500 put the one before right.

    The tables are analysed, as PostgreSQL does by itself within a minute of such a change.
    """
    with school.app.app_context(), writing():
        organisation_id = open_organisation(f"Council of {entries:,} completions")
        connection = db.session.connection()
        people = add_people(connection, organisation_id, max(1, entries // ENTRIES_PER_PERSON))
        _write_log(connection, organisation_id, people, entries)
        connection.execute(text("ANALYZE"))
    return organisation_id


def certify(school: School, person_ids: Sequence[int]) -> list[str]:
    """Give everybody one completion in a log of their own; the numbers of their certificates."""
    with school.app.app_context(), writing():
        organisation_id = open_organisation("Council of certificates")
        connection = db.session.connection()
        _write_log(connection, organisation_id, person_ids, len(person_ids))
        numbers = select(Certificate.person_id, Certificate.number).where(Certificate.person_id.in_(person_ids))
        by_person = dict(connection.execute(numbers).tuples().all())
    return [by_person[person_id] for person_id in person_ids]


def _write_log(connection: Connection, organisation_id: int, person_ids: Sequence[int], entries: int) -> None:
    subjects, head = _subjects(connection, person_ids), GENESIS
    for first in range(1, entries + 1, BATCH):
        rows = []
        for row in _entries(organisation_id, subjects, range(first, min(first + BATCH, entries + 1)), entries):
            previous, head = head, chain(head, facts_of(SimpleNamespace(**row)))  # type: ignore[arg-type]
            rows.append(row | {"previous_hash": previous, "hash": head})
        connection.execute(insert(LogEntry), rows)
    _certify_all(connection, organisation_id)
    connection.execute(
        update(LogHead).where(LogHead.organisation_id == organisation_id).values(sequence=entries, hash=head)
    )


def _subjects(connection: Connection, person_ids: Sequence[int]) -> list[Subject]:
    query = select(Person.id, Person.salt, Person.reference).where(Person.id.between(min(person_ids), max(person_ids)))
    known = {row[0]: Subject(*row) for row in connection.execute(query)}
    return [known[person_id] for person_id in person_ids]


def _entries(organisation_id: int, subjects: Sequence[Subject], sequences: range, of: int) -> Iterator[Values]:
    recorder = subjects[0]
    for sequence in sequences:
        kind = PUT_RIGHT.get(sequence % 500, Kind.COMPLETION)
        corrects = None if kind == Kind.COMPLETION else sequence - 1
        about = sequence if corrects is None else corrects
        subject = subjects[about % len(subjects)]
        course, title = COURSES[about % len(COURSES)]
        day = FIRST_DAY + timedelta(days=about * DAYS // of)
        yield {
            "organisation_id": organisation_id,
            "sequence": sequence,
            "kind": str(kind),
            "person_id": subject.person_id,
            "commitment": commit_to_person(subject.salt, subject.reference),
            "course": course,
            "course_title": title,
            "level": 1,
            "method": "e-learning",
            "edition": "0" * 64,
            "completed_on": day,
            "valid_until": day + timedelta(days=VALID_DAYS),
            "recorded_at": datetime.combine(day, time(10, 30), UTC),
            "recorded_by_id": recorder.person_id if corrects else None,
            "recorder_commitment": commit_to_person(recorder.salt, recorder.reference) if corrects else None,
            "corrects": corrects,
            "reason": str(CorrectionReason.OTHER) if corrects else None,
            "details_commitment": None,
            "session_id": None,
        }


def _certify_all(connection: Connection, organisation_id: int) -> None:
    """A certificate for each entry but the withdrawals."""
    last = 0
    while rows := connection.execute(_uncertified(organisation_id, last)).all():
        last = rows[-1][0]
        connection.execute(insert(Certificate), list(_certificates(rows)))


def _uncertified(organisation_id: int, after: int) -> Any:
    return (
        select(LogEntry.id, LogEntry.person_id, LogEntry.completed_on)
        .where(LogEntry.organisation_id == organisation_id, LogEntry.kind != Kind.WITHDRAWAL, LogEntry.id > after)
        .order_by(LogEntry.id)
        .limit(BATCH)
    )


def _certificates(rows: Iterable[Sequence[Any]]) -> Iterator[Values]:
    for entry_id, person_id, day in rows:
        yield {
            "number": f"{entry_id:012d}",
            "token": secrets.token_urlsafe(24),
            "entry_id": entry_id,
            "person_id": person_id,
            "name": "Siân Ŵyn ap Gwŷnn",
            "organisation_name": "Northgate Council",
            "issued_on": day,
        }
