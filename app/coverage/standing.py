"""Conditions on the rows of assignments: what is known on a day, and who stands where."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_

from app.assignments.counts import known_on
from app.coverage.views import CoverageView, Whom
from app.models import Assignment
from app.models.assignments import NEVER
from app.rules.programmes.assigning import Status
from app.rules.programmes.requirements import Strength

A_DAY = timedelta(days=1)


def in_view(view: CoverageView) -> list[ColumnElement[bool]]:
    mine = [Assignment.organisation_id == view.organisation_id, Assignment.requirement == view.requirement.key]
    if view.teams is not None:
        mine.append(Assignment.team_id.in_(view.teams))
    if view.jobs is not None:
        mine.append(Assignment.job.in_(view.jobs))
    if view.kind:
        mine.append(Assignment.employment == view.kind)
    return [*mine, *known_on(view.day, view.today)]


def stands(whom: Whom, view: CoverageView, within: int) -> list[ColumnElement[bool]]:
    """Who of those in view is listed; the same people as `state_of` counts.

    The due date is not compared bare: SQLite would look for it in all requirements, by the index of due dates.
    """
    row, day, due_on = Assignment, view.day, func.coalesce(Assignment.due_on, NEVER)
    asked = row.status == Status.ASKED
    if whom is Whom.EXPIRING:
        return [asked, row.done_on.is_not(None), due_on.between(day, day + timedelta(days=within))]
    if view.requirement.strength != Strength.MANDATORY:
        return [asked, or_(row.done_on.is_(None), due_on < day)]
    if whom is Whom.NOT_YET:
        return [asked, row.done_on.is_(None), due_on >= day]
    return [asked, due_on < day]
