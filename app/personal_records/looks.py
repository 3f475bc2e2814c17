"""Who looked at a person's record, and who saw lists that they are in."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.database import writing
from app.extensions import db
from app.models import Attendance, Organisation, Person, Posting, RecordView, TrainingSession
from app.models.record_views import OWN_LINE
from app.personal_records.line_managers import Line, line_of
from app.web import clock
from app.web.scope import holds_on

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Look:
    """That `name` looked on a day; empty for who was erased since. `register` is the title of a session's course.

    `what` is `record`, `list` or `file`; the rest says what their part in the organisation is today.
    """

    on_day: date
    name: str
    job: str
    is_lead: bool
    manages: bool
    what: str
    register: str


@dataclass(frozen=True, slots=True)
class Spell:
    team_id: int
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


def looks_at(person_id: int, today: date, most: int | None = MOST_SHOWN) -> list[Look]:
    """Who opened the person's own record, the newest first."""
    query = _looks(today).where(RecordView.person_id == person_id, RecordView.what == "record")
    return [_look(row) for row in db.session.execute(query.limit(most))]


def lists_with(person_id: int, organisation_id: int, today: date, most: int | None = MOST_SHOWN) -> list[Look]:
    """Who saw a list, a file or a register that the person is in, the newest first; each once a day."""
    spells, line = _spells(person_id), line_of(person_id)
    query = _looks(today).where(
        RecordView.organisation_id == organisation_id,
        RecordView.viewer_id != person_id,
        or_(
            _names(person_id),
            _stood_on_a_list(person_id),
            _of_teams() & _may_be_of({each.team_id for each in spells}),
            _of_teams() & _has({OWN_LINE}) & RecordView.viewer_id.in_(line.managers),
        ),
    )
    with db.session.execute(query.execution_options(yield_per=1_000)) as rows:
        including = (_look(row) for row in rows if _names_them(row) or _includes(row, spells, line))
        return first_distinct(including, most)


def first_distinct(looks: Iterable[Look], most: int | None) -> list[Look]:
    """The first `most` that differ; nothing is taken after them."""
    found: dict[Look, None] = {}
    for look in looks:
        found[look] = None
        if len(found) == most:
            break
    return list(found)


def looks_by(person_id: int) -> Iterator[tuple[date, str, str | None]]:
    """What a person looked at themselves: day, what, and the register's course. At whom is for those people to know."""
    query = (
        select(RecordView.on_day, RecordView.what, TrainingSession.course_title)
        .outerjoin(TrainingSession, TrainingSession.id == RecordView.session_id)
        .where(RecordView.viewer_id == person_id)
        .order_by(RecordView.on_day.desc(), RecordView.id.desc())
    )
    yield from db.session.execute(query).tuples()


def note_file_about(person: Person, by: Person) -> None:
    """Write down, where the person sees it, that somebody has everything about them written to a file."""
    organisation = db.session.get_one(Organisation, person.organisation_id)
    today = clock.today(organisation.time_zone)
    view = RecordView(organisation_id=organisation.id, viewer_id=by.id, person_id=person.id, what="file", on_day=today)
    with writing():
        db.session.add(view)


def _looks(today: date) -> Select[Any]:
    held = and_(Posting.person_id == Person.id, holds_on(today))
    job = select(Posting.job).where(held).order_by(Posting.starts_on.desc()).limit(1).correlate(Person)
    return (
        select(
            RecordView.on_day,
            Person.name,
            func.coalesce(job.scalar_subquery(), "").label("job"),
            Person.is_lead,
            exists().where(held, Posting.manages).label("manages"),
            RecordView.what,
            RecordView.teams,
            RecordView.session_id,
            RecordView.person_id,
            RecordView.viewer_id,
            func.coalesce(TrainingSession.course_title, "").label("register"),
        )
        .join(Person, Person.id == RecordView.viewer_id)
        .outerjoin(TrainingSession, TrainingSession.id == RecordView.session_id)
        .order_by(RecordView.on_day.desc(), RecordView.id.desc())
    )


def _look(row: Any) -> Look:
    return Look(row.on_day, row.name, row.job, row.is_lead, row.manages, row.what, row.register)


def _names(person_id: int) -> ColumnElement[bool]:
    return RecordView.session_id.in_(select(Attendance.session_id).where(Attendance.person_id == person_id))


def _stood_on_a_list(person_id: int) -> ColumnElement[bool]:
    """A register that they have been taken off since, or that is gone."""
    return and_(RecordView.person_id == person_id, RecordView.what != "record")


def _of_teams() -> ColumnElement[bool]:
    return and_(RecordView.session_id.is_(None), RecordView.person_id.is_(None))


def _names_them(row: Any) -> bool:
    return row.session_id is not None or row.person_id is not None


def _may_be_of(team_ids: set[int]) -> ColumnElement[bool]:
    """Lists of everybody and of teams that the person was ever in; which of them on the day is looked at after."""
    return or_(RecordView.teams.is_(None), _has(team_ids))


def _has(team_ids: set[int]) -> ColumnElement[bool]:
    bare = func.replace(func.replace(func.replace(RecordView.teams, "[", ","), "]", ","), " ", "")
    return or_(false(), *(bare.contains(f",{team_id},") for team_id in sorted(team_ids)))


def _spells(person_id: int) -> list[Spell]:
    query = select(Posting.team_id, Posting.starts_on, Posting.ends_on).where(Posting.person_id == person_id)
    rows = db.session.execute(query.order_by(Posting.starts_on.desc(), Posting.id.desc())).tuples()
    return [Spell(*row) for row in rows]


def _includes(row: Any, spells: list[Spell], line: Line) -> bool:
    """As `app.web.scope` on the day; a list of everybody had nobody in it who came later."""
    begun = [each for each in spells if each.starts_on <= row.on_day]
    if row.teams is None:
        return bool(begun) or not spells
    teams = frozenset(json.loads(row.teams))
    held = {each.team_id for each in begun if each.holds(row.on_day)} or {each.team_id for each in begun[:1]}
    return not held.isdisjoint(teams) or (OWN_LINE in teams and row.viewer_id in line.above_on(row.on_day))
