"""Completions to put into a log."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger.completions import record_completion
from app.ledger.entries import CourseCompleted
from app.models import Certificate, LogEntry, Person

AT = datetime(2026, 11, 16, 9, 30, 15, 123456, tzinfo=UTC)

COMPLETED = CourseCompleted(
    course="short",
    title="Short module",
    level=1,
    method="e-learning",
    edition="e" * 64,
    completed_on=date(2026, 11, 16),
    valid_until=date(2027, 11, 16),
)


def record(person: Person, at: datetime = AT, **facts: object) -> Certificate:
    with writing():
        return record_completion(person.id, replace(COMPLETED, **facts), at)  # type: ignore[arg-type]


def entries(organisation_id: int) -> list[LogEntry]:
    query = select(LogEntry).where(LogEntry.organisation_id == organisation_id).order_by(LogEntry.sequence)
    return list(db.session.scalars(query))
