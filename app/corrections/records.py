"""Entries of the training log with what they correct and what corrects them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.ledger.standing import counts, is_current, is_superseded
from app.models import Certificate, LogEntry, Person
from app.rules.training_log import Kind

LARGEST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry as it is read. Names are today's and empty for who was erased; `hash` is in hexadecimal.

    `recorded_by` is None where the service recorded a test that was passed. `counts` says that nothing has taken its
    place; `superseded` that the course was completed again since.
    """

    id: int
    sequence: int
    kind: str
    person_id: int | None
    person_name: str
    erased_on: date | None
    course: str
    title: str
    level: int
    method: str
    edition: str
    completed_on: date
    valid_until: date | None
    recorded_at: datetime
    recorded_by: str | None
    is_by_themselves: bool
    corrects: int | None
    reason: str | None
    note: str | None
    evidence: str | None
    session_id: int | None
    hash: str
    counts: bool
    superseded: bool

    @property
    def is_withdrawal(self) -> bool:
        return self.kind == Kind.WITHDRAWAL


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate of an entry. `current` says that no other was issued in its place."""

    entry_id: int
    number: str
    name: str
    issued_on: date
    current: bool


def find_entry(organisation_id: int, sequence: int) -> EntryFacts | None:
    found = _entries(organisation_id, LogEntry.sequence == sequence)
    return found[0] if found else None


def history_of(organisation_id: int, entry: EntryFacts) -> list[EntryFacts]:
    """The entry with all that it corrects and all that corrects it, oldest first."""
    return _back(organisation_id, entry) + [entry] + _forth(organisation_id, entry)


def certificates_of(entries: list[EntryFacts]) -> list[CertificateFacts]:
    """The certificates of these entries, oldest first."""
    query = (
        select(Certificate.entry_id, Certificate.number, Certificate.name, Certificate.issued_on, is_current())
        .where(Certificate.entry_id.in_([entry.id for entry in entries]))
        .order_by(Certificate.id)
    )
    return [CertificateFacts(*row) for row in db.session.execute(query)]


def _back(organisation_id: int, entry: EntryFacts) -> list[EntryFacts]:
    found: list[EntryFacts] = []
    while entry.corrects is not None:
        (entry,) = _entries(organisation_id, LogEntry.sequence == entry.corrects)
        found.insert(0, entry)
    return found


def _forth(organisation_id: int, entry: EntryFacts) -> list[EntryFacts]:
    found: list[EntryFacts] = []
    while later := _entries(organisation_id, LogEntry.corrects == entry.sequence):
        (entry,) = later
        found.append(entry)
    return found


def _entries(organisation_id: int, condition: ColumnElement[bool]) -> list[EntryFacts]:
    recorder = aliased(Person)
    query = (
        select(LogEntry, Person.name, Person.erased_on, recorder.name, counts(LogEntry), is_superseded(LogEntry))
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .outerjoin(recorder, recorder.id == LogEntry.recorded_by_id)
        .where(LogEntry.organisation_id == organisation_id, LogEntry.kind != Kind.ERASURE, condition)
    )
    return [_facts(*row) for row in db.session.execute(query)]


def _facts(
    entry: LogEntry,
    name: str | None,
    erased_on: date | None,
    recorded_by: str | None,
    still_counts: bool,
    superseded: bool,
) -> EntryFacts:
    return EntryFacts(
        id=entry.id,
        sequence=entry.sequence,
        kind=entry.kind,
        person_id=entry.person_id,
        person_name=name or "",
        erased_on=erased_on,
        course=entry.course,
        title=entry.course_title,
        level=entry.level,
        method=entry.method,
        edition=entry.edition,
        completed_on=entry.completed_on,
        valid_until=entry.valid_until,
        recorded_at=entry.recorded_at,
        recorded_by=recorded_by,
        is_by_themselves=entry.recorded_by_id is not None and entry.recorded_by_id == entry.person_id,
        corrects=entry.corrects,
        reason=entry.reason,
        note=entry.note,
        evidence=entry.evidence,
        session_id=entry.session_id,
        hash=entry.hash.hex(),
        counts=still_counts,
        superseded=superseded,
    )
