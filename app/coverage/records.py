"""Counting where people stand: today from what is kept count of, by team and on past days from the rows."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.assignments.counts import States, counts_by, fetch
from app.coverage.standing import in_view
from app.coverage.views import CoverageView
from app.extensions import db
from app.models import Assignment, Organisation, Team
from app.rules.people import alike
from app.rules.programmes.standing import Coverage, coverage_of


def counts_of_view(view: CoverageView, column: str) -> dict[Any, States]:
    """How many of the people in view stand where, by a column of their rows: team_id, job or employment."""
    return counts_by(getattr(Assignment, column), view.requirement, in_view(view), view.day)


def counts_at(view: CoverageView, days: Collection[date]) -> dict[date, Coverage]:
    """The coverage of those in view at the end of each of these days."""
    found = {}
    for day in days:
        then = replace(view, day=day)
        found[day] = coverage_of(sum(counts_of_view(then, "requirement").values(), Counter()))
    return found


def of_role(view: CoverageView, role: str) -> CoverageView:
    """Narrowed to the jobs whose names are alike."""
    jobs = select(Assignment.job).where(*in_view(view)).distinct()
    return replace(view, jobs=frozenset(job for (job,) in fetch(jobs) if alike(job) == alike(role)))


def known_since(organisation_id: int, keys: Collection[str]) -> date | None:
    """The first day of which anything is known of these requirements; each is found by index."""
    row = Assignment
    first = [
        select(func.min(row.known_from))
        .where(row.organisation_id == organisation_id, row.requirement == key)
        .scalar_subquery()
        for key in keys
    ]
    days = fetch(select(*first))[0] if first else ()
    return min((day for day in days if day is not None), default=None)


def team_tree(organisation_id: int) -> dict[int, tuple[int | None, str]]:
    """The team above and the name of each team, by id, as they are today."""
    rows = fetch(select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == organisation_id))
    return {team_id: (parent_id, name) for team_id, parent_id, name in rows}


def is_in_partnership(organisation_id: int) -> bool:
    return db.session.get_one(Organisation, organisation_id).partnership_id is not None
