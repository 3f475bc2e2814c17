"""What of the log counts, as conditions for queries: on `LogEntry`, or on an alias of it.

`at` is an instant: what was recorded later is not known then. None is now.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.models import Certificate, LogEntry
from app.rules.training_log import SAYS_COMPLETED

Entry = Any
"""`LogEntry` or an alias of it."""


def is_known(entry: Entry, at: datetime | None = None) -> list[ColumnElement[bool]]:
    return [] if at is None else [entry.recorded_at <= at]


def is_replaced(entry: Entry, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a later entry corrects or withdraws it."""
    later = aliased(LogEntry)
    return exists().where(
        later.organisation_id == entry.organisation_id, later.corrects == entry.sequence, *is_known(later, at)
    )


def counts(entry: Entry, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether it says that a course was completed, and nothing has taken its place."""
    return and_(entry.kind.in_(SAYS_COMPLETED), *is_known(entry, at), ~is_replaced(entry, at))


def is_superseded(entry: Entry, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether its person completed the same course again after it. Of two on one day, the one recorded later leads."""
    newer = aliased(LogEntry)
    return exists().where(
        newer.person_id == entry.person_id,
        newer.course == entry.course,
        or_(
            newer.completed_on > entry.completed_on,
            and_(newer.completed_on == entry.completed_on, newer.sequence > entry.sequence),
        ),
        counts(newer, at),
    )


def is_latest(entry: Entry, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether it is the newest completion of its course by its person that counts."""
    return and_(counts(entry, at), ~is_superseded(entry, at))


def is_current(certificate: Any = Certificate) -> ColumnElement[bool]:
    """Whether no other certificate was issued in place of it."""
    next_one = aliased(Certificate)
    return ~exists().where(next_one.replaces_id == certificate.id)
