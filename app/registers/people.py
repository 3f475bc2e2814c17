"""The people on a session's register, and what the log says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select, update

from app.extensions import db
from app.ledger.standing import counts, is_replaced
from app.models import Attendance, LogEntry, Person, Posting, TrainingSession
from app.registers.records import keep_looks
from app.rules.registers import Attended, Attendee
from app.rules.training_log import Kind
from app.web.scope import holds_on, teams_below


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a register. The name and address are today's, empty for who was erased."""

    attendee: Attendee
    name: str
    email: str

    @property
    def person_id(self) -> int:
        return self.attendee.person_id

    @property
    def attended(self) -> Attended | None:
        return self.attendee.attended


@dataclass(frozen=True, slots=True)
class Entry:
    """The log entry that signing made. `became` is the kind of the newest entry that took its place, else None."""

    sequence: int
    became: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in the organisation, and their last day here, None where that is open or there was none."""

    person_id: int
    email: str
    is_active: bool
    last_day: date | None


def lines_of(session_id: int, course: str, held_on: date) -> list[Line]:
    """The register by name."""
    has_completed = exists().where(
        LogEntry.person_id == Person.id,
        LogEntry.course == course,
        LogEntry.completed_on == held_on,
        counts(LogEntry),
    )
    query = (
        select(Person.id, Attendance.attended, has_completed, Person.erased_on.is_not(None), Person.name, Person.email)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.session_id == session_id)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [
        Line(Attendee(person_id, Attended(attended) if attended else None, completed, erased), name, email or "")
        for person_id, attended, completed, erased, name, email in db.session.execute(query)
    ]


def lock(session_id: int) -> None:
    """Make everything that those on the register complete, or that is corrected of them, wait for the transaction."""
    on_register = select(Attendance.person_id).where(Attendance.session_id == session_id)
    db.session.execute(
        select(Person.id).where(Person.id.in_(on_register)).order_by(Person.id).with_for_update(key_share=True)
    )


def entries_of(organisation_id: int, session_id: int) -> dict[int, Entry]:
    """The entries that signing made, by person, and what became of each."""
    first = (
        select(LogEntry.sequence.label("root"), LogEntry.person_id, LogEntry.sequence, LogEntry.kind)
        .where(LogEntry.session_id == session_id, LogEntry.organisation_id == organisation_id)
        .where(LogEntry.kind == Kind.COMPLETION)
        .cte("chain", recursive=True)
    )
    later = select(first.c.root, first.c.person_id, LogEntry.sequence, LogEntry.kind).where(
        LogEntry.organisation_id == organisation_id, LogEntry.corrects == first.c.sequence
    )
    chain = first.union_all(later)
    query = (
        select(chain.c.person_id, chain.c.root, chain.c.kind)
        .join(LogEntry, LogEntry.sequence == chain.c.sequence)
        .where(LogEntry.organisation_id == organisation_id, ~is_replaced(LogEntry))
    )
    return {
        person_id: Entry(root, None if kind == Kind.COMPLETION else kind)
        for person_id, root, kind in db.session.execute(query)
    }


def people_with(organisation_id: int, emails: Iterable[str]) -> list[Found]:
    return _found(_people(organisation_id).where(Person.email.in_(tuple(emails))))


def people_in(organisation_id: int, team_id: int, day: date) -> list[Found]:
    """Those who are, or were, in a team or in one below it on a day."""
    team_ids = teams_below(frozenset({team_id}))
    in_team = exists().where(Posting.person_id == Person.id, Posting.team_id.in_(team_ids), holds_on(day))
    return _found(_people(organisation_id).where(in_team))


def _people(organisation_id: int) -> Select[tuple[int, str, bool, date | None]]:
    last_day = select(func.max(Posting.ends_on)).where(Posting.person_id == Person.id).scalar_subquery()
    mine: tuple[ColumnElement[bool], ...] = (Person.organisation_id == organisation_id, Person.erased_on.is_(None))
    return select(Person.id, func.coalesce(Person.email, ""), Person.is_active, last_day).where(*mine)


def _found(query: Select[tuple[int, str, bool, date | None]]) -> list[Found]:
    return [Found(*row) for row in db.session.execute(query).tuples()]


def people_by_id(person_ids: Sequence[int]) -> list[Person]:
    """In the order of their ids as given."""
    found = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}
    return [found[person_id] for person_id in person_ids]


def on_register(session_id: int) -> frozenset[int]:
    return frozenset(db.session.scalars(select(Attendance.person_id).where(Attendance.session_id == session_id)))


def add(row: TrainingSession, person_ids: Iterable[int]) -> None:
    lines = [{"session_id": row.id, "person_id": person_id} for person_id in person_ids]
    if lines:
        db.session.execute(insert(Attendance), lines)


def take_off(row: TrainingSession, person_id: int) -> bool:
    """Whether they were on the register. Who has seen them there stays known to them."""
    query = delete(Attendance).where(Attendance.session_id == row.id, Attendance.person_id == person_id)
    was_on_it = bool(db.session.execute(query.returning(Attendance.person_id)).all())
    if was_on_it:
        keep_looks(row, [person_id])
    return was_on_it


def mark(row: TrainingSession, marks: Mapping[int, Attended]) -> None:
    """Note how people attended. Marks of others than those on the register are none of ours."""
    for attended in Attended:
        marked = [person_id for person_id, mark in marks.items() if mark is attended]
        if marked:
            query = update(Attendance).where(Attendance.session_id == row.id, Attendance.person_id.in_(marked))
            db.session.execute(query.values(attended=str(attended)))


def mark_the_rest(row: TrainingSession, attended: Attended) -> None:
    """Those who are not marked yet."""
    query = update(Attendance).where(Attendance.session_id == row.id, Attendance.attended.is_(None))
    db.session.execute(query.values(attended=str(attended)))
