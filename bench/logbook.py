"""A training log of any length, written in bulk; it is chained as the product chains it, so it verifies."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from app.database import writing
from app.extensions import db
from app.ledger.entries import facts_of
from app.models import Certificate, LogEntry, LogHead
from app.rules.log_chain import GENESIS, chain
from bench.school import School, add_people, open_organisation

BATCH = 5_000
ENTRIES_PER_PERSON = 5
COURSES = (("level-1-awareness", "Level 1 awareness"), ("level-1-refresher", "Level 1 refresher"))
FIRST_DAY = date(2021, 1, 4)
DAYS = 1_800


def organisation_with_log(school: School, entries: int) -> int:
    """The id of a new organisation in whose log there are so many completions.

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


def _write_log(connection: Connection, organisation_id: int, people: Sequence[int], entries: int) -> None:
    head = GENESIS
    for first in range(1, entries + 1, BATCH):
        rows = []
        for row in _entries(organisation_id, people, range(first, min(first + BATCH, entries + 1)), entries):
            previous, head = head, chain(head, facts_of(LogEntry(**row)))
            rows.append(row | {"previous_hash": previous, "hash": head})
        connection.execute(insert(LogEntry), rows)
    _certify_all(connection, organisation_id)
    connection.execute(
        update(LogHead).where(LogHead.organisation_id == organisation_id).values(sequence=entries, hash=head)
    )


def _entries(organisation_id: int, people: Sequence[int], sequences: range, of: int) -> Iterator[dict[str, Any]]:
    for sequence in sequences:
        course, title = COURSES[sequence % len(COURSES)]
        day = FIRST_DAY + timedelta(days=sequence * DAYS // of)
        person_id = people[sequence % len(people)]
        yield {
            "organisation_id": organisation_id,
            "sequence": sequence,
            "kind": "completion",
            "person_id": person_id,
            "commitment": person_id.to_bytes(32, "big"),
            "course": course,
            "course_title": title,
            "level": 1,
            "method": "e-learning",
            "edition": "0" * 64,
            "completed_on": day,
            "valid_until": day + timedelta(days=1_095),
            "recorded_at": datetime.combine(day, time(10, 30), UTC),
        }


def _certify_all(connection: Connection, organisation_id: int) -> None:
    entries = select(LogEntry.id, LogEntry.person_id).where(LogEntry.organisation_id == organisation_id)
    rows = [
        {
            "number": f"{entry_id:012d}",
            "token": secrets.token_urlsafe(24),
            "entry_id": entry_id,
            "person_id": person_id,
            "name": "Siân Ŵyn ap Gwŷnn",
            "organisation_name": "Northgate Council",
        }
        for entry_id, person_id in connection.execute(entries)
    ]
    connection.execute(insert(Certificate), rows)
