"""Appending entries: the one writer of an organisation's log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from app.extensions import db
from app.ledger.affected import affected
from app.ledger.entries import CourseCompleted, Origin, facts_of
from app.models import LogEntry, LogHead, Person
from app.rules.log_chain import GENESIS, chain, commit_to_details, commit_to_person
from app.rules.training_log import Kind

BATCH = 2_000


class SubjectErased(Exception):
    """The person was erased, perhaps while this was on its way: nothing more can be recorded about them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an entry is about."""

    person_id: int
    salt: bytes
    reference: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry before it has its place in the log. `corrects` is a sequence."""

    kind: Kind
    subject: Subject
    completed: CourseCompleted
    origin: Origin
    corrects: int | None = None


def subject_of(person: Person) -> Subject:
    return Subject(person.id, person.salt, person.reference)


def open_log(organisation_id: int) -> None:
    """Begin the log of a new organisation."""
    db.session.add(LogHead(organisation_id=organisation_id, sequence=0, hash=GENESIS))


def append(organisation_id: int, line: Line, now: datetime) -> LogEntry:
    """Add one entry. Raises SubjectErased.

    Call it inside `app.database.writing()`; the log's head is locked until that ends.
    """
    (values,) = _linked(organisation_id, [line], now)
    _refuse_erased([values])
    entry = LogEntry(**values)
    db.session.add(entry)
    db.session.flush()
    return entry


def append_all(organisation_id: int, lines: Iterable[Line], now: datetime) -> int:
    """Add many entries in flat memory and return how many; otherwise as `append`."""
    linked, count = _linked(organisation_id, lines, now), 0
    while batch := list(islice(linked, BATCH)):
        _refuse_erased(batch)
        db.session.execute(insert(LogEntry), batch)
        count += len(batch)
    return count


def _linked(organisation_id: int, lines: Iterable[Line], now: datetime) -> Iterator[dict[str, Any]]:
    """The rows of the entries, each chained to the one before; the head is moved to the last when all are taken."""
    query = select(LogHead).where(LogHead.organisation_id == organisation_id).with_for_update()
    head = db.session.scalars(query.execution_options(populate_existing=True)).one()
    sequence, previous = head.sequence, head.hash
    recorders: dict[int, bytes] = {}
    for sequence, line in enumerate(lines, start=head.sequence + 1):
        values = _values(organisation_id, sequence, line, now) | {"previous_hash": previous}
        affected([line.subject.person_id])
        values["recorder_commitment"] = _commitment_of(line.origin.recorded_by, recorders)
        previous = values["hash"] = chain(previous, facts_of(LogEntry(**values)))
        yield values
    head.sequence, head.hash = sequence, previous


def _refuse_erased(batch: list[dict[str, Any]]) -> None:
    """Raises SubjectErased. The head is ours by now, which an erasure holds until it is done: none is overlooked."""
    people = {values["person_id"] for values in batch}
    erased = select(Person.id).where(Person.id.in_(people), Person.erased_on.is_not(None))
    if db.session.scalar(erased.limit(1)) is not None:
        raise SubjectErased


def _values(organisation_id: int, sequence: int, line: Line, now: datetime) -> dict[str, Any]:
    subject, completed, origin = line.subject, line.completed, line.origin
    return {
        "organisation_id": organisation_id,
        "sequence": sequence,
        "kind": str(line.kind),
        "person_id": subject.person_id,
        "commitment": commit_to_person(subject.salt, subject.reference),
        "course": completed.course,
        "course_title": completed.title,
        "level": completed.level,
        "method": str(completed.method),
        "edition": completed.edition,
        "completed_on": completed.completed_on,
        "valid_until": completed.valid_until,
        "recorded_at": now,
        "recorded_by_id": origin.recorded_by,
        "corrects": line.corrects,
        "reason": origin.reason,
        "note": origin.note,
        "evidence": origin.evidence,
        "details_commitment": commit_to_details(subject.salt, origin.note, origin.evidence),
        "session_id": origin.session_id,
    }


def _commitment_of(recorder_id: int | None, known: dict[int, bytes]) -> bytes | None:
    if recorder_id is None:
        return None
    if recorder_id not in known:
        recorder = db.session.get_one(Person, recorder_id)
        known[recorder_id] = commit_to_person(recorder.salt, recorder.reference)
    return known[recorder_id]
