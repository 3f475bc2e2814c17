"""Which requirements would bind nobody. Jobs are looked at and no training, so it is quick for thousands of people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.assignments.jobs import COLUMNS, Jobs
from app.extensions import db
from app.models import Person, Posting
from app.rules.programmes.audiences import Audience
from app.rules.programmes.careers import Job
from app.rules.programmes.requirements import Programme
from app.web.scope import holds_on


@dataclass(frozen=True, slots=True)
class _Post:
    """Whose job it is, and who is the line manager in it."""

    person_id: int
    manager_id: int | None
    job: Job


def binding_nobody(organisation_id: int, programme: Programme, today: date) -> frozenset[str]:
    """The keys of requirements that would bind nobody, today or on the day on which they begin."""
    held = _Held(organisation_id)
    begins = {each.key: max(today, each.from_on or today) for each in programme.requirements}
    return frozenset(
        each.key for each in programme.requirements if not _binds_anybody(each.who, held.on(begins[each.key]))
    )


def _binds_anybody(who: Audience, held: Sequence[_Post]) -> bool:
    if not who.needs_reports:
        return any(who.holds(job, ()) for job in {each.job for each in held})
    reports: dict[int, list[Job]] = defaultdict(list)
    for each in held:
        if each.manager_id is not None:
            reports[each.manager_id].append(each.job)
    return any(who.holds(each.job, reports.get(each.person_id, ())) for each in held)


class _Held:
    """Reads each day once."""

    def __init__(self, organisation_id: int) -> None:
        self._organisation_id = organisation_id
        self._jobs = Jobs(organisation_id)
        self._read: dict[date, list[_Post]] = {}

    def on(self, day: date) -> list[_Post]:
        if day not in self._read:
            self._read[day] = [_Post(row[0], row[1], self._jobs.of(*row[2:])) for row in self._rows(day)]
        return self._read[day]

    def _rows(self, day: date) -> Iterable[Any]:
        stays = or_(Person.last_day.is_(None), Person.last_day >= day)
        query = (
            select(Posting.person_id, Posting.line_manager_id, *COLUMNS)
            .join(Person, Person.id == Posting.person_id)
            .where(Person.organisation_id == self._organisation_id, Person.is_active, stays, holds_on(day))
        )
        return db.session.execute(query)
