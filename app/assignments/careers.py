"""Reading what the rules need to know of people, many at a time."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.assignments.jobs import COLUMNS, Jobs
from app.extensions import db
from app.ledger.standing import counts
from app.models import Absence, Exemption, LogEntry, Person, Posting
from app.rules.programmes.careers import Career, Completed, Exempt, Post, in_order
from app.rules.programmes.spells import Spell

NOBODY = Career()


class CareerReader:
    """Reads careers in one organisation; makes one `Job` of all that are alike."""

    def __init__(self, organisation_id: int) -> None:
        self._organisation_id = organisation_id
        self._jobs = Jobs(organisation_id)

    def read(self, person_ids: Collection[int]) -> dict[int, Career]:
        """The careers of these people; `NOBODY` for who is not here any more."""
        found, here = self.read_all(person_ids), self._here(person_ids)
        return {each: career if each in here else NOBODY for each, career in found.items()}

    def read_all(self, person_ids: Collection[int]) -> dict[int, Career]:
        """The careers of these people, whether they are still here or not."""
        db.session.flush()
        posts = self._posts(Posting.person_id, person_ids)
        reports = self._posts(Posting.line_manager_id, person_ids)
        absences, exempt = self._absences(person_ids), self._exempt(person_ids)
        completed = self._completed(person_ids)
        return {
            each: Career(
                posts=tuple(posts.get(each, ())),
                reports=tuple(reports.get(each, ())),
                absences=tuple(absences.get(each, ())),
                exempt=tuple(exempt.get(each, ())),
                completed=in_order(completed[each]) if each in completed else None,
            )
            for each in person_ids
        }

    def _here(self, person_ids: Collection[int]) -> set[int]:
        query = select(Person.id).where(
            Person.id.in_(person_ids), Person.organisation_id == self._organisation_id, Person.is_active
        )
        return set(db.session.scalars(query))

    def _posts(self, whose: ColumnElement[Any] | Any, person_ids: Collection[int]) -> dict[int, list[Post]]:
        query = select(whose, Posting.starts_on, Posting.ends_on, *COLUMNS)
        found: dict[int, list[Post]] = defaultdict(list)
        rows = _fetch(query.where(whose.in_(person_ids)).order_by(Posting.starts_on, Posting.id))
        for person_id, starts_on, ends_on, team_id, *job in rows:
            found[person_id].append(Post(self._jobs.of(team_id, *job), Spell(starts_on, ends_on), team_id, job[0]))
        return found

    def _absences(self, person_ids: Collection[int]) -> dict[int, list[Spell]]:
        query = select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(Absence.person_id.in_(person_ids))
        return _by_person(query, Spell)

    def _exempt(self, person_ids: Collection[int]) -> dict[int, list[Exempt]]:
        query = select(
            Exemption.person_id, Exemption.requirement, Exemption.starts_on, Exemption.ends_on, Exemption.route
        ).where(Exemption.person_id.in_(person_ids))
        return _by_person(
            query.order_by(Exemption.id), lambda key, first, last, to: Exempt(key, Spell(first, last), to)
        )

    def _completed(self, person_ids: Collection[int]) -> dict[int, list[Completed]]:
        query = select(
            LogEntry.person_id, LogEntry.course, LogEntry.method, LogEntry.completed_on, LogEntry.valid_until
        )
        return _by_person(query.where(LogEntry.person_id.in_(person_ids), counts(LogEntry)), Completed)


def _by_person(query: Select[Any], make: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for person_id, *facts in _fetch(query):
        found[person_id].append(make(*facts))
    return found


def _fetch(query: Select[Any]) -> Any:
    """Rows without the ORM, which costs as much again where there are many."""
    return db.session.connection().execute(query).all()
