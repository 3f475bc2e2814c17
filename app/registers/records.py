"""Sessions in the database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select

from app.extensions import db
from app.models import Attendance, Person, RecordView, TrainingSession
from app.rules.registers import State

LARGEST_ID = 2**63 - 1

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody says about a session. `valid_months` is None for what never runs out."""

    course: str
    course_title: str
    level: int
    valid_months: int | None
    method: str
    held_on: date
    place: str
    delivered_by: str
    is_accredited: bool
    accreditation: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as it is read. `signed_by` is the name of today of whose account it was signed with."""

    id: int
    plan: Plan
    signed_at: datetime | None
    signed_name: str | None
    signed_by: str | None

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


@dataclass(frozen=True, slots=True)
class Listed:
    """A session in the list, with how many people are on its register."""

    id: int
    course_title: str
    method: str
    held_on: date
    place: str
    is_signed: bool
    people: int


def find(organisation_id: int, session_id: int) -> SessionFacts | None:
    if session_id > LARGEST_ID:
        return None
    query = (
        select(TrainingSession, Person.name)
        .outerjoin(Person, Person.id == TrainingSession.signed_by_id)
        .where(TrainingSession.id == session_id, TrainingSession.organisation_id == organisation_id)
    )
    found = db.session.execute(query.execution_options(populate_existing=True)).first()
    return None if found is None else _facts(*found)


def _facts(row: TrainingSession, signed_by: str | None) -> SessionFacts:
    plan = Plan(**{name: getattr(row, name) for name in Plan.__slots__})
    return SessionFacts(row.id, plan, row.signed_at, row.signed_name, signed_by)


def count(organisation_id: int, state: State | None, today: date) -> int:
    return db.session.scalar(_narrow(select(func.count(TrainingSession.id)), organisation_id, state, today)) or 0


def page(organisation_id: int, state: State | None, today: date, number: int, size: int) -> list[Listed]:
    """Page `number`, counted from 1, of the sessions, newest first."""
    people = select(func.count()).where(Attendance.session_id == TrainingSession.id).scalar_subquery()
    query = select(
        TrainingSession.id,
        TrainingSession.course_title,
        TrainingSession.method,
        TrainingSession.held_on,
        TrainingSession.place,
        TrainingSession.signed_at.is_not(None),
        people,
    ).order_by(TrainingSession.held_on.desc(), TrainingSession.id.desc())
    rows = db.session.execute(
        _narrow(query, organisation_id, state, today).limit(size).offset((number - 1) * size)
    ).tuples()
    return [Listed(*row) for row in rows]


def _narrow(query: Select[Any], organisation_id: int, state: State | None, today: date) -> Select[Any]:
    query = query.where(TrainingSession.organisation_id == organisation_id)
    return query if state is None else query.where(*_IS[state](today))


def _is_planned(today: date) -> Conditions:
    return TrainingSession.signed_at.is_(None), TrainingSession.held_on > today


def _is_to_sign(today: date) -> Conditions:
    return TrainingSession.signed_at.is_(None), TrainingSession.held_on <= today


def _is_signed(_today: date) -> Conditions:
    return (TrainingSession.signed_at.is_not(None),)


_IS = {State.PLANNED: _is_planned, State.TO_SIGN: _is_to_sign, State.SIGNED: _is_signed}


def add(organisation_id: int, made_by: int, plan: Plan) -> int:
    """A new session; its id."""
    row = TrainingSession(organisation_id=organisation_id, made_by_id=made_by, **asdict(plan))
    db.session.add(row)
    db.session.flush()
    return row.id


def lock_unsigned(organisation_id: int, session_id: int) -> TrainingSession | None:
    """The session, as long as its register is not signed; it waits until whoever works on it just now has done so.

    Call it inside `app.database.writing()`, before anything of the session or its register is changed.
    """
    query = select(TrainingSession).where(
        TrainingSession.id == session_id, TrainingSession.organisation_id == organisation_id
    )
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    return None if row is None or row.signed_at is not None else row


def change(row: TrainingSession, plan: Plan) -> None:
    for name, value in asdict(plan).items():
        setattr(row, name, value)


def remove(row: TrainingSession) -> None:
    """Take away a session whose register is not signed, with the register.

    Who looked at it stays known to who was on it.
    """
    keep_looks(row, list(db.session.scalars(select(Attendance.person_id).where(Attendance.session_id == row.id))))
    db.session.execute(delete(Attendance).where(Attendance.session_id == row.id))
    db.session.execute(delete(RecordView).where(RecordView.session_id == row.id))
    db.session.delete(row)


def keep_looks(row: TrainingSession, person_ids: Iterable[int]) -> None:
    """Write down, for people who come off a register, who has seen them on it: nobody can take their own look away."""
    seen = db.session.execute(
        select(RecordView.viewer_id, RecordView.on_day, RecordView.what).where(RecordView.session_id == row.id)
    ).all()
    looks = [
        {
            "organisation_id": row.organisation_id,
            "viewer_id": viewer_id,
            "on_day": day,
            "what": what,
            "person_id": person_id,
        }
        for viewer_id, day, what in seen
        for person_id in person_ids
        if person_id != viewer_id
    ]
    if looks:
        db.session.execute(insert(RecordView), looks)


def sign(row: TrainingSession, name: str, person_id: int, now: datetime) -> None:
    row.signed_at, row.signed_name, row.signed_by_id = now, name, person_id
