"""What an entry says, and the facts that its hash covers."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from sqlalchemy import Row

from app.models import LogEntry
from app.rules.log_chain import Facts


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """What was completed. `edition` is a module's SHA-256, empty for any other course; `method` is how."""

    course: str
    title: str
    level: int
    method: str
    edition: str
    completed_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from: who recorded it (None is the service itself), why, and what speaks for it."""

    recorded_by: int | None = None
    reason: str | None = None
    note: str | None = None
    evidence: str | None = None
    session_id: int | None = None


def facts_of(entry: LogEntry | Row[Any]) -> Facts:
    """Everything that the log promises about an entry, as JSON values; links to people are not among them.

    What the first release did not know is left out where there is none, so that its hashes still hold.
    """
    facts: dict[str, str | int | None] = {
        "organisation": entry.organisation_id,
        "sequence": entry.sequence,
        "kind": entry.kind,
        "person": entry.commitment.hex(),
        "course": entry.course,
        "title": entry.course_title,
        "level": entry.level,
        "method": entry.method,
        "edition": entry.edition,
        "completed_on": entry.completed_on.isoformat(),
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(),
    }
    optional: dict[str, str | int | None] = {
        "recorded_by": entry.recorder_commitment.hex() if entry.recorder_commitment else None,
        "corrects": entry.corrects,
        "reason": entry.reason,
        "details": entry.details_commitment.hex() if entry.details_commitment else None,
        "session": entry.session_id,
    }
    return facts | {name: value for name, value in optional.items() if value is not None}
