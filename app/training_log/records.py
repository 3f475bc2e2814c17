"""Reading the training log: the same query for the page, its count and its files."""

from collections.abc import Generator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, String, func, select
from sqlalchemy.orm import aliased

from app.documents.xapi import Recorded, Replaced
from app.extensions import db
from app.models import Certificate, LogEntry, Person
from app.rules.training_log import SAYS_COMPLETED
from app.training_log.narrowing import narrowed, no_rows, replaced
from app.training_log.rows import LATER, RECORDED_ON, LogRow, all_rows, joined_to_later, some_rows
from app.training_log.views import LogView
from app.web import clock

BATCH = 2_000

Row = Sequence[Any]


def count(view: LogView) -> int:
    """All that fit, without those that are not rows: a count of all is answered by an index alone."""
    other = no_rows(view)
    all_that_fit = select(func.count()).select_from(LogEntry)
    without = all_that_fit.join(other, other.c.id == LogEntry.id)
    query = select(narrowed(all_that_fit, view).scalar_subquery() - narrowed(without, view).scalar_subquery())
    return db.session.scalar(query) or 0


def count_put_right(view: LogView) -> int:
    """How many completions that fit the filters were corrected or withdrawn."""
    ids = replaced(view).cte("replaced")
    query = select(func.count()).select_from(LogEntry).join(ids, ids.c.id == LogEntry.id)
    return db.session.scalar(narrowed(query.where(LogEntry.kind.in_(SAYS_COMPLETED)), view)) or 0


def page(view: LogView, number: int, size: int) -> list[LogRow]:
    """Page `number`, counted from 1, newest first."""
    query = some_rows(view, Date(), (number - 1) * size, size)
    zone = clock.zone(view.time_zone)
    return [LogRow._make((*_finished(row, zone), row[-1])) for row in db.session.execute(query)]


def stream(view: LogView, *, dates_as_text: bool) -> Generator[Row, None, None]:
    """The columns of every row, in the order of the page, in flat memory. Text dates are faster and already ISO."""
    zone = clock.zone(view.time_zone)
    for row in _streamed(all_rows(view, String() if dates_as_text else Date())):
        yield _finished(row, zone)


def stream_recorded(view: LogView) -> Generator[Recorded, None, None]:
    """Every entry that says a completion, whether it still counts or not, in the order of the log, in flat memory.

    Nothing about people who have been removed.
    """
    for *facts, by, at, recorder in _streamed(_recorded(view)):
        yield Recorded(*[*facts, Replaced(by, at, recorder) if by else None])


def course_choices(organisation_id: int, published: Mapping[str, str]) -> list[tuple[str, str]]:
    """Slug and title of every course to ask for: those `published` and what else the organisation's log holds."""
    titles = dict(db.session.execute(_logged_courses(organisation_id)).tuples().all()) | dict(published)
    return sorted(titles.items(), key=lambda item: (item[1].casefold(), item[0]))


def first_recorded_on(organisation_id: int) -> date | None:
    """The day of the first entry of a log, in UTC."""
    first = select(LogEntry.recorded_at).where(LogEntry.organisation_id == organisation_id, LogEntry.sequence == 1)
    recorded_at = db.session.scalar(first)
    return None if recorded_at is None else recorded_at.date()


def names_without_pdf(organisation_id: int) -> list[tuple[str, str]]:
    """Name and certificate number where no PDF could be drawn on the day."""
    query = (
        select(Certificate.name, Certificate.number)
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .where(LogEntry.organisation_id == organisation_id, Certificate.is_unprintable)
        .order_by(Certificate.id)
    )
    return list(db.session.execute(query).tuples())


def _streamed(query: Select[Any]) -> Generator[Any, None, None]:
    with db.session.connection().execute(query.execution_options(yield_per=BATCH)) as found:
        for batch in found.partitions():
            yield from batch


def _finished(row: Row, zone: ZoneInfo) -> Row:
    """The columns of a row, with the day of its recording in place of the instant."""
    recorded_on = row[RECORDED_ON].astimezone(zone).date()
    return (*row[:RECORDED_ON], recorded_on, *row[RECORDED_ON + 1 : -1])


def _recorded(view: LogView) -> Select[Any]:
    recorder = aliased(Person, name="recorder")
    query = select(
        LogEntry.sequence,
        Person.reference,
        LogEntry.course,
        LogEntry.course_title,
        LogEntry.level,
        LogEntry.method,
        LogEntry.edition,
        LogEntry.completed_on,
        LogEntry.valid_until,
        LogEntry.recorded_at,
        LATER.sequence,
        LATER.recorded_at,
        recorder.reference,
    ).join(Person, Person.id == LogEntry.person_id)
    query = joined_to_later(query, view).outerjoin(recorder, recorder.id == LATER.recorded_by_id)
    query = query.where(LogEntry.kind.in_(SAYS_COMPLETED), Person.erased_on.is_(None))
    return narrowed(query, view).order_by(LogEntry.sequence)


def _logged_courses(organisation_id: int) -> Select[tuple[str, str]]:
    """Each course in the log with the title it was logged under last; erasures have none.

    From one course to the next by the index: to look for distinct ones, a database reads the whole log.
    """
    mine = LogEntry.organisation_id == organisation_id
    first = select(func.min(LogEntry.course).label("course")).where(mine, LogEntry.course > "")
    found = first.cte("found", recursive=True)
    following = select(func.min(LogEntry.course)).where(mine, LogEntry.course > found.c.course)
    found = found.union_all(select(following.scalar_subquery()).where(found.c.course.is_not(None)))
    titles = select(LogEntry.course_title).where(mine, LogEntry.course == found.c.course)
    last_title = titles.order_by(LogEntry.sequence.desc()).limit(1).scalar_subquery()
    return select(found.c.course, last_title).where(found.c.course.is_not(None))
