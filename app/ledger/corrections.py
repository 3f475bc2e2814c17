"""Putting the log right: never by an edit, always by an entry that names the one it takes the place of."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.extensions import db
from app.ledger.certificates import issue
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.standing import is_replaced
from app.ledger.writing import Line, append, subject_of
from app.models import Certificate, LogEntry, Person
from app.rules.training_log import Kind


class Refusal(StrEnum):
    """Why an entry cannot be put right."""

    NOT_THERE = "not-there"
    REPLACED = "replaced"
    ERASED = "erased"
    WITHDRAWN = "withdrawn"


class CannotCorrect(Exception):
    """The entry stays as it is. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def correct(
    organisation_id: int,
    sequence: int,
    completed: CourseCompleted,
    origin: Origin,
    now: datetime,
    *,
    is_unprintable: bool = False,
) -> LogEntry:
    """Append what an entry should have said. Correcting a withdrawal takes it back.

    A certificate is issued in place of the one that the old entry had; `is_unprintable` says that no PDF can be drawn
    in the name that the person has today. Raises CannotCorrect. Call it inside `app.database.writing()`.
    """
    old, person = _correctable(organisation_id, sequence)
    entry = append(organisation_id, Line(Kind.CORRECTION, subject_of(person), completed, origin, sequence), now)
    certified = _certificate_behind(old)
    if certified is not None:
        issue(entry, now, replaces=certified).is_unprintable = is_unprintable
    return entry


def withdraw(organisation_id: int, sequence: int, origin: Origin, now: datetime) -> LogEntry:
    """Append that what an entry says does not count. Raises CannotCorrect. Call it inside `app.database.writing()`."""
    old, person = _correctable(organisation_id, sequence)
    if old.kind == Kind.WITHDRAWAL:
        raise CannotCorrect(Refusal.WITHDRAWN)
    line = Line(Kind.WITHDRAWAL, subject_of(person), completed_of(old), origin, sequence)
    return append(organisation_id, line, now)


def completed_of(entry: LogEntry) -> CourseCompleted:
    """What an entry says was completed."""
    return CourseCompleted(
        course=entry.course,
        title=entry.course_title,
        level=entry.level,
        method=entry.method,
        edition=entry.edition,
        completed_on=entry.completed_on,
        valid_until=entry.valid_until,
    )


def what_became_of(entry: LogEntry) -> LogEntry:
    """The last of the entries that took the place of one another, beginning with this one; itself if none did."""
    while True:
        mine = LogEntry.organisation_id == entry.organisation_id, LogEntry.corrects == entry.sequence
        later = db.session.scalar(select(LogEntry).where(*mine))
        if later is None:
            return entry
        entry = later


def _correctable(organisation_id: int, sequence: int) -> tuple[LogEntry, Person]:
    """The entry and its person, whose row is locked, so that two corrections wait for one another."""
    mine = LogEntry.organisation_id == organisation_id, LogEntry.sequence == sequence
    old = db.session.scalar(select(LogEntry).where(*mine))
    if old is None or old.kind == Kind.ERASURE:
        raise CannotCorrect(Refusal.NOT_THERE)
    person = db.session.scalar(select(Person).where(Person.id == old.person_id).with_for_update(key_share=True))
    if person is None or person.erased_on is not None:
        raise CannotCorrect(Refusal.ERASED)
    if db.session.scalar(select(is_replaced(LogEntry)).where(*mine)):
        raise CannotCorrect(Refusal.REPLACED)
    return old, person


def _certificate_behind(entry: LogEntry) -> Certificate | None:
    """The newest certificate of an entry, or of the one that it corrects, and so on back."""
    behind: LogEntry | None = entry
    while behind is not None:
        query = select(Certificate).where(Certificate.entry_id == behind.id).order_by(Certificate.id.desc()).limit(1)
        certificate = db.session.scalar(query)
        if certificate is not None:
            return certificate
        behind = db.session.scalar(
            select(LogEntry).where(
                LogEntry.organisation_id == behind.organisation_id, LogEntry.sequence == behind.corrects
            )
        )
    return None
