"""Reading the training log: the same query for the page, its count and its files."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Date, Select, String, and_, case, func, select, type_coerce, union
from sqlalchemy.types import TypeEngine

from app.extensions import db
from app.ledger.standing import counts, is_current
from app.models import Certificate, LogEntry, Person, Posting, Team
from app.web.scope import Scope, holds_on

BATCH = 2_000

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are asked for. `teams` are the chosen team and those below it; days are inclusive."""

    course: str | None = None
    teams: frozenset[int] | None = None
    since: date | None = None
    until: date | None = None


def count(scope: Scope, wanted: LogFilter) -> int:
    return db.session.scalar(_narrow(select(func.count()).select_from(LogEntry), scope, wanted)) or 0


def page(scope: Scope, wanted: LogFilter, number: int, size: int) -> list[Row]:
    """Page `number`, counted from 1, newest first; columns as in `app.training_log.columns`."""
    query = _rows(scope, wanted, Date()).limit(size).offset((number - 1) * size)
    return list(db.session.execute(query))


def stream(scope: Scope, wanted: LogFilter, *, dates_as_text: bool) -> Generator[Row, None, None]:
    """Every row of the filter in the order of the page, in flat memory. Text dates are faster and already ISO."""
    query = _rows(scope, wanted, String() if dates_as_text else Date())
    with db.session.execute(query.execution_options(yield_per=BATCH)) as found:
        for batch in found.partitions():
            yield from batch


def course_choices(organisation_id: int, published: Mapping[str, str]) -> list[tuple[str, str]]:
    """Slug and title of every course to ask for: those `published` and what else the organisation's log holds."""
    titles = dict(db.session.execute(_logged_courses(organisation_id)).tuples().all()) | dict(published)
    return sorted(titles.items(), key=lambda item: (item[1].casefold(), item[0]))


def _logged_courses(organisation_id: int) -> Select[tuple[str, str]]:
    """Each course in the log with the title it was logged under last.

    From one course to the next by the index: to look for distinct ones, a database reads the whole log.
    """
    mine = LogEntry.organisation_id == organisation_id
    found = select(func.min(LogEntry.course).label("course")).where(mine).cte("found", recursive=True)
    following = select(func.min(LogEntry.course)).where(mine, LogEntry.course > found.c.course)
    found = found.union_all(select(following.scalar_subquery()).where(found.c.course.is_not(None)))
    titles = select(LogEntry.course_title).where(mine, LogEntry.course == found.c.course)
    last_title = titles.order_by(LogEntry.sequence.desc()).limit(1).scalar_subquery()
    return select(found.c.course, last_title).where(found.c.course.is_not(None))


def names_without_pdf(organisation_id: int) -> list[tuple[str, str]]:
    """Name and certificate number where no PDF could be drawn on the day."""
    query = (
        select(Certificate.name, Certificate.number)
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .where(LogEntry.organisation_id == organisation_id, Certificate.is_unprintable)
        .order_by(Certificate.id)
    )
    return list(db.session.execute(query).tuples())


def _rows(scope: Scope, wanted: LogFilter, date_type: TypeEngine[Any]) -> Select[Any]:
    query = (
        select(
            LogEntry.sequence,
            func.coalesce(Person.name, ""),
            func.coalesce(Person.email, ""),
            func.coalesce(_newest_of(Team.name, LogEntry.person_id, scope), ""),
            LogEntry.course_title,
            LogEntry.course,
            LogEntry.level,
            LogEntry.method,
            type_coerce(LogEntry.completed_on, date_type),
            type_coerce(LogEntry.valid_until, date_type),
            func.coalesce(Certificate.number, ""),
        )
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .outerjoin(Certificate, and_(Certificate.entry_id == LogEntry.id, is_current()))
        .order_by(LogEntry.completed_on.desc(), LogEntry.id.desc())
    )
    return _narrow(query, scope, wanted)


def _newest_of(column: Any, person_id: Any, scope: Scope) -> Any:
    """A column of a person's team: that of the newest posting which they hold today; without one, of their newest.

    It is looked up for each row by the index of postings: as a join PostgreSQL walks all of them for every entry.
    """
    return (
        select(column)
        .join(Posting, Posting.team_id == Team.id)
        .where(Posting.person_id == person_id)
        .order_by(case((holds_on(scope.today), 0), else_=1), Posting.starts_on.desc(), Posting.id.desc())
        .limit(1)
        .correlate(LogEntry, Person)
        .scalar_subquery()
    )


def _people_in(teams: frozenset[int], scope: Scope) -> CompoundSelect[Any]:
    """Everybody who holds a posting in `teams` today, and those who held none elsewhere since they left them."""
    return union(
        select(Person.id).where(
            Person.organisation_id == scope.organisation_id, _newest_of(Team.id, Person.id, scope).in_(teams)
        ),
        select(Posting.person_id).where(Posting.team_id.in_(teams), holds_on(scope.today)),
    )


def _narrow(query: Select[Any], scope: Scope, wanted: LogFilter) -> Select[Any]:
    query = query.where(LogEntry.organisation_id == scope.organisation_id, counts(LogEntry))
    teams = scope.team_ids if wanted.teams is None else scope.narrowed(wanted.teams).team_ids
    if teams is not None:
        query = query.where(LogEntry.person_id.in_(_people_in(teams, scope)))
    if wanted.course:
        query = query.where(LogEntry.course == wanted.course)
    if wanted.since:
        query = query.where(LogEntry.completed_on >= wanted.since)
    if wanted.until:
        query = query.where(LogEntry.completed_on <= wanted.until)
    return query
