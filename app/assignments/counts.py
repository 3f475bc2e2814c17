"""How many people stand where: today from what is kept count of, by team and on past days from the rows."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.extensions import db
from app.models import Assignment, CoverageCell
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import State, state_on

States = Counter[State]
"""How many people stand where."""

A_DAY = timedelta(days=1)


def counts_of_all(
    organisation_id: int, requirements: Collection[Requirement], day: date, today: date
) -> dict[str, States]:
    """For each requirement, by its key, how many people stand where on a day."""
    strengths = {each.key: each.strength.value for each in requirements}
    query = _cells(organisation_id, day) if day >= today else _rows(organisation_id, day, today)
    found: dict[str, States] = {key: Counter() for key in strengths}
    for key, status, is_done, is_past_due, people in fetch(query):
        if key in strengths:
            found[key][state_of(strengths[key], status, is_done, is_past_due, day)] += people
    return found


def counts_by_team(organisation_id: int, requirement: Requirement, day: date, today: date) -> dict[int, States]:
    """The same of one requirement, by the teams of those whom it binds."""
    mine = Assignment.organisation_id == organisation_id, Assignment.requirement == requirement.key
    return counts_by(Assignment.team_id, requirement, [*mine, *known_on(day, today)], day)


def counts_by(
    column: Any, requirement: Requirement, conditions: Collection[ColumnElement[bool]], day: date
) -> dict[Any, States]:
    """How many people of the rows that meet the conditions stand where, by a column of them."""
    strength, found = requirement.strength.value, defaultdict[Any, States](Counter)
    for value, status, is_done, is_past_due, people in fetch(grouped(column, day).where(*conditions)):
        found[value][state_of(strength, status, is_done, is_past_due, day)] += people
    return found


def _cells(organisation_id: int, day: date) -> Select[Any]:
    cell = CoverageCell
    facts = (cell.requirement, cell.status, cell.is_done, is_past(cell.due_on, day).label("is_past"))
    query = select(*facts, func.sum(cell.people)).where(cell.organisation_id == organisation_id)
    return query.group_by(*facts)


def _rows(organisation_id: int, day: date, today: date) -> Select[Any]:
    query = grouped(Assignment.requirement, day).where(Assignment.organisation_id == organisation_id)
    return query.where(*known_on(day, today))


def grouped(column: Any, day: date) -> Select[Any]:
    row = Assignment
    facts = (column, row.status, row.done_on.is_not(None).label("is_done"), is_past(row.due_on, day).label("is_past"))
    return select(*facts, func.count()).group_by(*facts)


def known_on(day: date, today: date) -> list[ColumnElement[bool]]:
    """The rows that were known at the end of a day."""
    if day >= today:
        return [Assignment.known_to.is_(None)]
    return [Assignment.known_from <= day, or_(Assignment.known_to.is_(None), Assignment.known_to > day)]


def is_past(due_on: Any, day: date) -> ColumnElement[int]:
    return case((due_on < day, 1), else_=0)


def state_of(strength: str, status: str, is_done: bool, is_past_due: bool, day: date) -> State:
    """The state of assignments that are alike in what tells coverage apart."""
    due_on = day - A_DAY if is_past_due else None
    return state_on(day, strength, status, day if is_done else None, due_on, None)


def fetch(query: Select[Any]) -> Any:
    """Rows without the ORM, which costs as much again where there are many."""
    return db.session.connection().execute(query).all()
