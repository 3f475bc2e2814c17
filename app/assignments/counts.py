"""How many people stand where: today from what is kept count of, by team and on past days from the rows."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.extensions import db
from app.models import Assignment, CoverageCell
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import State, state_on

A_DAY = timedelta(days=1)

States = Counter[State]
"""How many people stand where."""


def counts_of_all(
    organisation_id: int, requirements: Collection[Requirement], day: date, today: date
) -> dict[str, States]:
    """For each requirement, by its key, how many people stand where on a day."""
    strengths = {each.key: each.strength.value for each in requirements}
    query = _cells(organisation_id, day) if day >= today else _rows(organisation_id, day, today)
    found: dict[str, States] = {key: Counter() for key in strengths}
    for key, *group in fetch(query):
        if key in strengths:
            found[key] += states_of(strengths[key], day, *group)
    return found


def _cells(organisation_id: int, day: date) -> Select[Any]:
    """The same as `grouped` counts."""
    cell, is_done, is_past = CoverageCell, CoverageCell.is_done.is_(True), CoverageCell.due_on < day
    sums = [func.sum(case((each, cell.people), else_=0)) for each in (is_done, is_past, and_(is_done, is_past))]
    query = select(cell.requirement, cell.status, func.sum(cell.people), *sums).where(
        cell.organisation_id == organisation_id
    )
    return query.group_by(cell.requirement, cell.status)


def _rows(organisation_id: int, day: date, today: date) -> Select[Any]:
    query = grouped(Assignment.requirement, day).where(Assignment.organisation_id == organisation_id)
    return query.where(*known_on(day, today))


def grouped(column: Any, day: date) -> Select[Any]:
    """How many there are, are done, are past due, and both: few groups, in the order of an index, with four counts."""
    row, is_past = Assignment, Assignment.due_on < day
    counts = (
        func.count(),
        func.count(row.done_on),
        func.count(case((is_past, 1))),
        func.count(case((is_past, row.done_on))),
    )
    return select(column, row.status, *counts).group_by(column, row.status)


def states_of(strength: str, day: date, status: str, people: int, done: int, past: int, both: int) -> States:
    """What those sums come to, by state."""
    groups = {
        (True, True): both,
        (True, False): done - both,
        (False, True): past - both,
        (False, False): people - done - past + both,
    }
    found: States = Counter()
    for (is_done, is_past), count in groups.items():
        if count:
            found[state_of(strength, status, is_done, is_past, day)] += count
    return found


def counts_by(
    column: Any, requirement: Requirement, conditions: Collection[ColumnElement[bool]], day: date
) -> dict[Any, States]:
    """The same of one requirement, of the rows that meet the conditions, by a column of theirs."""
    strength, found = requirement.strength.value, defaultdict[Any, States](Counter)
    for value, *group in fetch(grouped(column, day).where(*conditions)):
        found[value] += states_of(strength, day, *group)
    return found


def counts_by_team(organisation_id: int, requirement: Requirement, day: date, today: date) -> dict[int, States]:
    mine = Assignment.organisation_id == organisation_id, Assignment.requirement == requirement.key
    return counts_by(Assignment.team_id, requirement, [*mine, *known_on(day, today)], day)


def known_on(day: date, today: date) -> list[ColumnElement[bool]]:
    """The rows that were known at the end of a day."""
    if day >= today:
        return [Assignment.known_to.is_(None)]
    return [Assignment.known_from <= day, or_(Assignment.known_to.is_(None), Assignment.known_to > day)]


def state_of(strength: str, status: str, is_done: bool, is_past: bool, day: date) -> State:
    """The state of assignments that are alike in what tells coverage apart."""
    due_on = day - A_DAY if is_past else None
    return state_on(day, strength, status, day if is_done else None, due_on, None)


def fetch(query: Select[Any]) -> Any:
    """Rows without the ORM, which costs as much again where there are many."""
    return db.session.connection().execute(query).all()
