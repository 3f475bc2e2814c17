"""Which entries of the log are asked for and may be seen, as conditions on `LogEntry`."""

from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, or_, select, union
from sqlalchemy.orm import aliased

from app.ledger.standing import is_known
from app.models import LogEntry, Posting, Team
from app.rules.training_log import Kind
from app.training_log.views import LogView
from app.web.scope import holds_on


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
    own = [LogEntry.organisation_id == view.scope.organisation_id]
    teams = view.scope.team_ids
    return own if teams is None else [*own, LogEntry.person_id.in_(people_in(teams, view.scope.today))]


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


def people_in(teams: frozenset[int], day: date) -> Select[Any]:
    """Everybody who holds a posting in `teams` on a day, and those who held none elsewhere since they left them.

    Nobody is looked at who was never in one of them.
    """
    return select(Posting.person_id).where(
        Posting.team_id.in_(teams),
        Posting.starts_on <= day,
        or_(holds_on(day), newest_team(Team.id, Posting.person_id, day).in_(teams)),
    )


def newest_team(column: Any, person_id: Any, day: date) -> Any:
    """A column of a person's team: that of the newest posting which they hold on a day, or held last before it.

    It is looked up for each row by the index of postings: as a join PostgreSQL walks all of them for every entry.
    """
    held, team = aliased(Posting), aliased(Team)
    return (
        select(getattr(team, column.key))
        .join(held, held.team_id == team.id)
        .where(held.person_id == person_id, held.starts_on <= day)
        .order_by(
            case((or_(held.ends_on.is_(None), held.ends_on >= day), 0), else_=1),
            held.starts_on.desc(),
            held.id.desc(),
        )
        .limit(1)
        .scalar_subquery()
    )
