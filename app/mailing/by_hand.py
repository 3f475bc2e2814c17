"""Who has no email address and so gets no reminder: somebody has to tell them what is overdue or due soon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.assignments.careers import CareerReader
from app.assignments.in_force import in_force
from app.extensions import db
from app.mailing.recipients import is_away, stays
from app.models import Assignment, Person, Team
from app.rules.programmes.assigning import assign
from app.rules.programmes.requirements import Strength
from app.rules.reminders import EARLY, may_be_asked_for
from app.web.scope import newest_team


@dataclass(frozen=True, slots=True)
class Due:
    """What is overdue, or due soon, by its title."""

    title: str
    due_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody to tell in person, and what of."""

    person_id: int
    name: str
    team: str
    due: tuple[Due, ...]


def count_to_tell(organisation_id: int, today: date) -> int:
    """By the table of assignments; a few of them may turn out to need nothing."""
    return db.session.scalar(select(func.count()).select_from(_to_tell(organisation_id, today).subquery())) or 0


def page_to_tell(organisation_id: int, today: date, first: int, most: int) -> list[ToTell]:
    """By team and name, from the first, counted from 0. The live rules decide what each is told."""
    team = newest_team(Team.name, Person.id, today).label("team")
    query = _to_tell(organisation_id, today).add_columns(Person.name, team)
    rows = db.session.execute(query.order_by(team, Person.name, Person.id).offset(first).limit(most)).all()
    due = _due(organisation_id, [row[0] for row in rows], today)
    return [ToTell(row[0], row[1], row[2] or "", due[row[0]]) for row in rows if due.get(row[0])]


def _to_tell(organisation_id: int, today: date) -> Select[Any]:
    presses = select(Assignment.person_id).where(
        Assignment.person_id == Person.id,
        Assignment.known_to.is_(None),
        Assignment.status == "asked",
        Assignment.strength == Strength.MANDATORY,
        Assignment.due_on <= today + timedelta(days=EARLY),
    )
    mine = Person.organisation_id == organisation_id, Person.email.is_(None)
    return select(Person.id).where(*mine, stays(today), ~is_away(today), presses.exists())


def _due(organisation_id: int, person_ids: Collection[int], today: date) -> dict[int, tuple[Due, ...]]:
    programme = in_force(organisation_id).programme
    return {
        person_id: tuple(
            Due(each.requirement.title, each.due_on, each.due_on < today)
            for each in assign(career, programme, today)
            if each.due_on is not None and may_be_asked_for(each, today)
        )
        for person_id, career in CareerReader(organisation_id).read(person_ids).items()
    }
