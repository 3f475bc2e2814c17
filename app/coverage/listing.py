"""The people behind the figures, by name."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from app.coverage.standing import in_view, stands
from app.coverage.views import CoverageView, Whom
from app.extensions import db
from app.models import Assignment, Person, Team

BATCH = 2_000


class Listed(NamedTuple):
    """Somebody on a list, with the team, job and terms by which it binds them. An erased person has no name."""

    person_id: int
    name: str
    email: str | None
    staff_number: str | None
    team: str
    role: str
    kind: str
    due_on: date | None
    done_on: date | None


def count(view: CoverageView, whom: Whom, within: int) -> int:
    query = select(func.count()).select_from(Assignment).where(*in_view(view), *stands(whom, view, within))
    return db.session.scalar(query) or 0


def page(view: CoverageView, whom: Whom, within: int, number: int, size: int) -> list[Listed]:
    """Page `number`, counted from 1, what is due first on top."""
    query = _listed(view, whom, within).limit(size).offset((number - 1) * size)
    return [Listed._make(row) for row in db.session.connection().execute(query)]


def stream(view: CoverageView, whom: Whom, within: int) -> Iterator[Listed]:
    """Everybody, in the order of the page, in flat memory."""
    query = _listed(view, whom, within).execution_options(yield_per=BATCH)
    with db.session.connection().execute(query) as found:
        for batch in found.partitions():
            yield from map(Listed._make, batch)


def _listed(view: CoverageView, whom: Whom, within: int) -> Select[Any]:
    row = Assignment
    query = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.staff_number,
            Team.name,
            row.job,
            row.employment,
            row.due_on,
            row.done_on,
        )
        .join(Person, Person.id == row.person_id)
        .join(Team, Team.id == row.team_id)
    )
    conditions = (*in_view(view), *stands(whom, view, within))
    return query.where(*conditions).order_by(row.due_on.is_(None), row.due_on, Person.name, Person.id)
