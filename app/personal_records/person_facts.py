"""Who a person is, in the head of their training record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Person, Posting, Team
from app.rules.rights import Rights
from app.staffing.leaving import has_left
from app.staffing.people import rights_of
from app.web.scope import Scope, covers, holds_on

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Held:
    """A team and a job; `ends_on` is the last day, None while it lasts."""

    team: str
    job: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LineManager:
    """`may_be_followed` says whether the reader may open their record."""

    id: int
    name: str
    may_be_followed: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`postings` are those that they hold on the day; of somebody without any, the last that they held."""

    id: int
    name: str
    email: str
    staff_number: str
    last_day: date | None
    has_left: bool
    rights: Rights
    postings: tuple[Held, ...]
    is_posted: bool

    @property
    def signs_in_with_number(self) -> bool:
        return bool(self.staff_number and not self.email)


def find_person(person_id: int, today: date) -> PersonFacts | None:
    """None for nobody, and for who was erased."""
    person = db.session.get(Person, person_id) if person_id <= LARGEST_ID else None
    if person is None or person.erased_on is not None:
        return None
    held = _postings(_held(person_id).where(holds_on(today)).order_by(Team.name, Posting.id))
    return PersonFacts(
        id=person.id,
        name=person.name,
        email=person.email or "",
        staff_number=person.staff_number or "",
        last_day=person.last_day,
        has_left=has_left(person, today),
        rights=rights_of(person),
        postings=held or _last_postings(person_id, today),
        is_posted=bool(held),
    )


def _held(person_id: int) -> Select[Any]:
    query = select(Team.name, Posting.job, Posting.ends_on).join(Team, Team.id == Posting.team_id)
    return query.where(Posting.person_id == person_id)


def _last_postings(person_id: int, today: date) -> tuple[Held, ...]:
    over = _held(person_id).where(Posting.ends_on < today)
    return _postings(over.order_by(Posting.ends_on.desc(), Posting.starts_on.desc(), Posting.id.desc()).limit(1))


def _postings(query: Select[Any]) -> tuple[Held, ...]:
    return tuple(Held(*row) for row in db.session.execute(query).tuples())


def line_managers(person_id: int, scope: Scope) -> list[LineManager]:
    """Of the jobs that a person holds today, by name."""
    theirs = select(Posting.line_manager_id).where(Posting.person_id == person_id, holds_on(scope.today))
    query = select(Person.id, Person.name).where(Person.id.in_(theirs), Person.erased_on.is_(None))
    rows = db.session.execute(query.order_by(Person.name, Person.id)).tuples()
    return [LineManager(each, name, covers(scope, each)) for each, name in rows]
