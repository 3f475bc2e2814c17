"""Entries of a training log as xAPI 1.0.3 statements.

A statement never changes: what was corrected or withdrawn is voided by one of its own. People are accounts named
by their lasting references, never by names or addresses. What xAPI has no place for stands in context extensions.
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

VERSION = "1.0.3"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
COURSE = "http://adlnet.gov/expapi/activities/course"
ANY_LANGUAGE = "und"
"""The tag for a title whose language nobody has noted."""
THE_SERVICE = "service"
"""The account of what no person recorded."""

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Replaced:
    """That another entry took an entry's place: its sequence, when it was recorded, and by whose reference."""

    by: int
    at: datetime
    recorder: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry that says a completion. `person` is a reference."""

    sequence: int
    person: str
    course: str
    title: str
    level: int
    method: str
    edition: str
    completed_on: date
    valid_until: date | None
    recorded_at: datetime
    replaced: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whose log it is. `url` has no slash at its end; days are those of `zone`."""

    url: str
    organisation_id: int
    zone: ZoneInfo


def statements(entry: Recorded, source: Source) -> Iterator[Statement]:
    """That it was completed; after it, that this is void, where another entry took its place."""
    yield _completed(entry, source)
    if entry.replaced:
        yield _voided(entry.sequence, entry.replaced, source)


def statement_id(source: Source, sequence: int) -> str:
    """The same whenever and however often an entry is exported."""
    return str(uuid5(NAMESPACE_URL, f"{source.url}/xapi/{source.organisation_id}/{sequence}"))


def voiding_id(source: Source, sequence: int) -> str:
    """Of the statement that voids that of an entry."""
    return str(uuid5(NAMESPACE_URL, f"{source.url}/xapi/{source.organisation_id}/{sequence}/void"))


def _completed(entry: Recorded, source: Source) -> Statement:
    extensions = {
        "level": entry.level,
        "method": entry.method,
        "edition": entry.edition or None,
        "completed_on": entry.completed_on.isoformat(),
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
    }
    return {
        "id": statement_id(source, entry.sequence),
        "actor": _account(source, entry.person),
        "verb": {"id": COMPLETED, "display": {"en": "completed"}},
        "object": {
            "objectType": "Activity",
            "id": _activity_id(source, entry.course),
            "definition": {"type": COURSE, "name": {ANY_LANGUAGE: entry.title}},
        },
        "result": {"completion": True},
        "context": {
            "extensions": {
                f"{source.url}/xapi/{name}": value for name, value in extensions.items() if value is not None
            }
        },
        "timestamp": _start_of(entry.completed_on, source.zone),
        "stored": _instant(entry.recorded_at),
        "version": VERSION,
    }


def _voided(sequence: int, replaced: Replaced, source: Source) -> Statement:
    return {
        "id": voiding_id(source, sequence),
        "actor": _account(source, replaced.recorder or THE_SERVICE),
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": statement_id(source, sequence)},
        "timestamp": _instant(replaced.at),
        "stored": _instant(replaced.at),
        "version": VERSION,
    }


def _account(source: Source, name: str) -> Statement:
    return {"objectType": "Agent", "account": {"homePage": source.url, "name": name}}


@lru_cache(1024)
def _activity_id(source: Source, course: str) -> str:
    return f"{source.url}/courses/{quote(course)}"


@lru_cache(1024)
def _start_of(day: date, zone: ZoneInfo) -> str:
    """A day as the instant at which it begins: xAPI knows no days."""
    return datetime.combine(day, time(), zone).isoformat()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
