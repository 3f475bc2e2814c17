"""What an erasure takes and leaves, before it is done."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from app.extensions import db
from app.models import (
    Attempt,
    Attendance,
    Certificate,
    Enrolment,
    LogEntry,
    Person,
    Posting,
    RecordView,
    Session,
    StagedImport,
    TrainingSession,
)


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """Numbers of rows: those that go, those that stay without a name, and those that no erasure can reach.

    `words_elsewhere` are entries about others, and sessions, in whose free text the name stands.
    """

    certificates: int
    attempts: int
    enrolments: int
    sessions: int
    looks_at: int
    notes: int
    files: int
    entries: int
    postings: int
    attendances: int
    looks_by: int
    words_elsewhere: int


def plan_erasure(person: Person) -> ErasurePlan:
    mine = LogEntry.person_id == person.id
    return ErasurePlan(
        certificates=_count(Certificate.person_id == person.id),
        attempts=_attempts(person.id),
        enrolments=_count(Enrolment.person_id == person.id),
        sessions=_count(Session.person_id == person.id),
        looks_at=_count(RecordView.person_id == person.id),
        notes=_count(mine, or_(LogEntry.note.is_not(None), LogEntry.evidence.is_not(None))),
        files=_count(StagedImport.organisation_id == person.organisation_id, StagedImport.imported_on.is_(None)),
        entries=_count(mine),
        postings=_count(Posting.person_id == person.id),
        attendances=_count(Attendance.person_id == person.id),
        looks_by=_count(RecordView.viewer_id == person.id),
        words_elsewhere=_words_about(person),
    )


def may_erase(by: Person, person: Person) -> bool:
    """Whether `by` works for the person's organisation as a training lead or an administrator."""
    return by.is_active and by.organisation_id == person.organisation_id and (by.is_lead or by.is_admin)


def _count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count()).where(*conditions)) or 0


def _attempts(person_id: int) -> int:
    query = select(func.count()).join_from(Attempt, Enrolment, Enrolment.id == Attempt.enrolment_id)
    return db.session.scalar(query.where(Enrolment.person_id == person_id)) or 0


def _words_about(person: Person) -> int:
    """Free text that is not theirs to take out, for it belongs to somebody else's record."""
    notes = (column.icontains(person.name, autoescape=True) for column in (LogEntry.note, LogEntry.evidence))
    others = LogEntry.organisation_id == person.organisation_id, LogEntry.person_id != person.id
    texts = (
        TrainingSession.place,
        TrainingSession.delivered_by,
        TrainingSession.accreditation,
        TrainingSession.evidence,
    )
    said = or_(*(text.icontains(person.name, autoescape=True) for text in texts))
    exactly = func.lower(TrainingSession.delivered_by) == person.name.lower()
    return _count(*others, or_(*notes)) + _count(
        TrainingSession.organisation_id == person.organisation_id, said, ~exactly
    )
