"""Counting where people stand: today from what is kept count of, by team and on past days from the rows."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from app.coverage.standing import in_view, known_on, state_of
from app.coverage.views import CoverageView
from app.extensions import db
from app.models import Assignment, CoverageCell, Programme, Team
from app.rules.people import alike
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import Coverage, State, coverage_of

States = Counter[State]
"""How many people stand where."""


def counts_of_all(
    organisation_id: int, requirements: Collection[Requirement], day: date, today: date
) -> dict[str, States]:
    """For each requirement, by its key, how many people stand where on a day."""
    strengths = {each.key: each.strength.value for each in requirements}
    query = _cells(organisation_id, day) if day >= today else _rows(organisation_id, day, today)
    found: dict[str, States] = {key: Counter() for key in strengths}
    for key, *group in _fetch(query):
        if key in strengths:
            found[key] += _states(strengths[key], day, *group)
    return found


def _cells(organisation_id: int, day: date) -> Select[Any]:
    """The same as `_grouped` counts."""
    cell, is_done, is_past = CoverageCell, CoverageCell.is_done.is_(True), CoverageCell.due_on < day
    sums = [func.sum(case((each, cell.people), else_=0)) for each in (is_done, is_past, and_(is_done, is_past))]
    query = select(cell.requirement, cell.status, func.sum(cell.people), *sums).where(
        cell.organisation_id == organisation_id
    )
    return query.group_by(cell.requirement, cell.status)


def _rows(organisation_id: int, day: date, today: date) -> Select[Any]:
    query = _grouped(Assignment.requirement, day).where(Assignment.organisation_id == organisation_id)
    return query.where(*known_on(day, today))


def _grouped(column: Any, day: date) -> Select[Any]:
    """How many there are, are done, are past due, and both: few groups, in the order of an index, with four counts."""
    row, is_past = Assignment, Assignment.due_on < day
    counts = (
        func.count(),
        func.count(row.done_on),
        func.count(case((is_past, 1))),
        func.count(case((is_past, row.done_on))),
    )
    return select(column, row.status, *counts).group_by(column, row.status)


def _states(strength: str, day: date, status: str, people: int, done: int, past: int, both: int) -> States:
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


def counts_by(view: CoverageView, column: str) -> dict[Any, States]:
    """How many of the people in view stand where, by a column of their rows: team_id, job or employment."""
    query = _grouped(getattr(Assignment, column), view.day).where(*in_view(view))
    strength, found = view.requirement.strength.value, defaultdict[Any, States](Counter)
    for value, *group in _fetch(query):
        found[value] += _states(strength, view.day, *group)
    return found


def counts_at(view: CoverageView, days: Collection[date]) -> dict[date, Coverage]:
    """The coverage of those in view at the end of each of these days."""
    found = {}
    for day in days:
        then = replace(view, day=day)
        found[day] = coverage_of(sum(counts_by(then, "requirement").values(), Counter()))
    return found


def of_role(view: CoverageView, role: str) -> CoverageView:
    """Narrowed to the jobs whose names are alike."""
    jobs = select(Assignment.job).where(*in_view(view)).distinct()
    return replace(view, jobs=frozenset(job for (job,) in _fetch(jobs) if alike(job) == alike(role)))


def known_since(organisation_id: int, keys: Collection[str]) -> date | None:
    """The first day of which anything is known of these requirements; each is found by index."""
    row = Assignment
    first = [
        select(func.min(row.known_from))
        .where(row.organisation_id == organisation_id, row.requirement == key)
        .scalar_subquery()
        for key in keys
    ]
    days = _fetch(select(*first))[0] if first else ()
    return min((day for day in days if day is not None), default=None)


def first_source(organisation_id: int) -> str | None:
    """The source of the organisation's first programme."""
    query = select(Programme.source).where(Programme.organisation_id == organisation_id)
    return db.session.scalar(query.order_by(Programme.version).limit(1))


def team_tree(organisation_id: int) -> dict[int, tuple[int | None, str]]:
    """The team above and the name of each team, by id, as they are today."""
    rows = _fetch(select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == organisation_id))
    return {team_id: (parent_id, name) for team_id, parent_id, name in rows}


def _fetch(query: Select[Any]) -> Any:
    """Rows without the ORM, which costs as much again where there are many."""
    return db.session.connection().execute(query).all()
