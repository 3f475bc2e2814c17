"""The rows of the log: the columns of `app.training_log.columns`, from one query."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, null, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from app.ledger.standing import is_known, is_superseded
from app.models import Certificate, LogEntry, Person, Team
from app.rules.training_log import SAYS_COMPLETED, Kind, State
from app.training_log.narrowing import narrowed
from app.training_log.views import LogView
from app.web.scope import newest_team

LATER = aliased(LogEntry, name="later")
"""The entry that corrects or withdraws an entry."""

_RECORDER = aliased(Person, name="recorder")
_NEWEST_FIRST = LogEntry.completed_on.desc(), LogEntry.id.desc()


class LogRow(NamedTuple):
    """A row of the page: the columns, and whom to link to, None for somebody who has been removed."""

    entry: int
    name: str | None
    email: str | None
    team: str | None
    course: str
    course_id: str
    level: int
    method: str
    completed_on: date
    valid_until: date | None
    certificate: str | None
    kind: str
    state: str
    corrects: int | None
    replaced_by: int | None
    reason: str | None
    recorded_on: date
    recorded_by: str | None
    session: int | None
    evidence: str | None
    person_id: int | None


RECORDED_ON = LogRow._fields.index("recorded_on")


def all_rows(view: LogView, date_type: TypeEngine[Any]) -> Select[Any]:
    """Newest first. `recorded_on` is still an instant; after the columns comes the person's id."""
    return _asked_for(_rows(view, date_type), view)


def some_rows(view: LogView, date_type: TypeEngine[Any], first: int, count: int) -> Select[Any]:
    """So many of them after the `first`: which ones is found without reading the others whole."""
    ids = _asked_for(joined_to_later(select(LogEntry.id), view), view)
    chosen = ids.order_by(*_NEWEST_FIRST).limit(count).offset(first).subquery("chosen")
    return _rows(view, date_type).where(LogEntry.id.in_(select(chosen.c.id)))


def _asked_for(query: Select[Any], view: LogView) -> Select[Any]:
    """For each entry its correction is probed by index: PostgreSQL would compare it with a list of all of them."""
    if view.wanted.everything:
        return narrowed(query, view).where(LogEntry.kind != Kind.ERASURE)
    return narrowed(query, view).where(LATER.id.is_(None), LogEntry.kind.in_(SAYS_COMPLETED))


def joined_to_later(query: Select[Any], view: LogView) -> Select[Any]:
    """A query of `LogEntry` with what took the place of each, as far as it is known."""
    takes_the_place = and_(LATER.organisation_id == LogEntry.organisation_id, LATER.corrects == LogEntry.sequence)
    return query.outerjoin(LATER, and_(takes_the_place, *is_known(LATER, view.at)))


def _rows(view: LogView, date_type: TypeEngine[Any]) -> Select[Any]:
    query = joined_to_later(select(*_columns(view, date_type)).select_from(LogEntry), view)
    return (
        query.outerjoin(Person, Person.id == LogEntry.person_id)
        .outerjoin(_RECORDER, _RECORDER.id == LogEntry.recorded_by_id)
        .order_by(*_NEWEST_FIRST)
    )


def _columns(view: LogView, date_type: TypeEngine[Any]) -> list[Any]:
    return [
        LogEntry.sequence,
        func.nullif(Person.name, ""),
        Person.email,
        newest_team(Team.name, LogEntry.person_id, view.day),
        LogEntry.course_title,
        LogEntry.course,
        LogEntry.level,
        LogEntry.method,
        type_coerce(LogEntry.completed_on, date_type),
        type_coerce(LogEntry.valid_until, date_type),
        _newest_certificate(view),
        LogEntry.kind,
        _state(view),
        LogEntry.corrects,
        LATER.sequence,
        LogEntry.reason,
        LogEntry.recorded_at,
        func.nullif(_RECORDER.name, ""),
        LogEntry.session_id,
        LogEntry.evidence if view.scope.team_ids is None else type_coerce(null(), String()),
        case((Person.erased_on.is_(None), LogEntry.person_id)),
    ]


def _state(view: LogView) -> ColumnElement[str]:
    return case(
        (LATER.kind == Kind.WITHDRAWAL, literal(State.WITHDRAWN.value)),
        (LATER.id.is_not(None), literal(State.CORRECTED.value)),
        (LogEntry.kind == Kind.WITHDRAWAL, literal(State.WITHDRAWN.value)),
        (is_superseded(LogEntry, view.at), literal(State.SUPERSEDED.value)),
        (LogEntry.valid_until < view.day, literal(State.EXPIRED.value)),
        else_=literal(State.CURRENT.value),
    )


def _newest_certificate(view: LogView) -> Any:
    """The number of an entry's last certificate, as far as it was issued by then."""
    query = select(Certificate.number).where(Certificate.entry_id == LogEntry.id)
    if view.wanted.as_at:
        query = query.where(Certificate.issued_on <= view.wanted.as_at)
    return query.order_by(Certificate.id.desc()).limit(1).scalar_subquery()
