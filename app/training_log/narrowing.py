"""Which entries of the log are asked for and may be seen, as conditions on `LogEntry`."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, select, union
from sqlalchemy.orm import aliased

from app.ledger.standing import is_known
from app.models import LogEntry
from app.rules.training_log import Kind
from app.training_log.views import LogView
from app.web.scope import people_in, sees


def narrowed(query: Select[Any], view: LogView) -> Select[Any]:
    """A query of `LogEntry` kept to what fits the filters and may be seen, whether or not it is a row."""
    return query.where(*_seen(view), *_asked(view))


def no_rows(view: LogView) -> CTE:
    """The ids of the organisation's entries that are not rows: erasures, and what does not count unless everything is
    asked for. Found by indexes alone, so that it costs no more than there are of them.
    """
    erasures = _own(view).where(LogEntry.course == "", LogEntry.kind == Kind.ERASURE)
    if view.wanted.everything:
        return erasures.cte("no_rows")
    withdrawals = _own(view).where(LogEntry.corrects.is_not(None), LogEntry.kind == Kind.WITHDRAWAL)
    return union(erasures, withdrawals, replaced(view)).cte("no_rows")


def replaced(view: LogView) -> Select[Any]:
    """The ids of the organisation's entries whose place another has taken, as far as it is known."""
    later = aliased(LogEntry)
    takes_the_place = and_(later.organisation_id == LogEntry.organisation_id, later.corrects == LogEntry.sequence)
    return _own(view).join(later, takes_the_place).where(later.corrects.is_not(None), *is_known(later, view.at))


def _own(view: LogView) -> Select[Any]:
    return select(LogEntry.id).where(LogEntry.organisation_id == view.scope.organisation_id)


def _seen(view: LogView) -> list[ColumnElement[bool]]:
    """The organisation's entries about people whom one may see today."""
    return [LogEntry.organisation_id == view.scope.organisation_id, sees(view.scope, LogEntry.person_id)]


def _asked(view: LogView) -> list[ColumnElement[bool]]:
    wanted, found = view.wanted, is_known(LogEntry, view.at)
    if wanted.course:
        found.append(LogEntry.course == wanted.course)
    if wanted.since:
        found.append(LogEntry.completed_on >= wanted.since)
    if wanted.until:
        found.append(LogEntry.completed_on <= wanted.until)
    if wanted.teams is not None:
        found.append(LogEntry.person_id.in_(people_in(wanted.teams, view.day)))
    return found
