"""The facts that an entry's hash covers."""

from datetime import UTC

from app.models import LogEntry

Facts = dict[str, str | int | None]


def facts_of(entry: LogEntry) -> Facts:
    """Everything that the log promises about an entry, as JSON values; the link to the person is not among them."""
    return {
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
