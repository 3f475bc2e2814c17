"""Accounts and postings, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Person, Posting, Team
from app.rules.people import alike, number_alike
from app.rules.rights import Rights
from app.staffing.leaving import has_left
from app.staffing.people import find_colleague, has_number_like, person_of, rights_of
from app.staffing.postings import NewPosting, facts_of
from app.web.scope import holds_on, newest_team

LARGEST_ID = 2**63 - 1


class Shown(StrEnum):
    """Which accounts are looked at."""

    HERE = "here"
    NEVER = "never"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with an account. `last_day` is told while it is still to come, or once it has been."""

    id: int
    name: str
    email: str
    staff_number: str
    team: str
    has_left: bool
    last_day: date | None
    first_signed_in_on: date | None
    rights: Rights

    @property
    def signs_in_with(self) -> str:
        return ", ".join(each for each in (self.email, self.staff_number) if each)

    def is_as_entered(self, name: str, email: str, number: str) -> bool:
        """Whether a form with these would add the same person again."""
        entered = alike(name), email.strip().lower(), number_alike(number)
        return not self.has_left and entered == (alike(self.name), self.email, number_alike(self.staff_number))


@dataclass(frozen=True, slots=True)
class HeldPosting:
    """A posting in a person's history. It `is_over`, or is still `to_come`, or is held today."""

    id: int
    team: str
    job: str
    manages: bool
    is_customer_facing: bool
    employment: str
    line_manager: str | None
    starts_on: date
    ends_on: date | None
    is_over: bool
    to_come: bool


def find_account(organisation_id: int, person_id: int, today: date) -> Account | None:
    """None for nobody, for somebody elsewhere, and for who was erased."""
    person = person_of(organisation_id, person_id) if person_id <= LARGEST_ID else None
    if person is None:
        return None
    team = db.session.scalar(select(newest_team(Team.name, Person.id, today)).where(Person.id == person_id))
    return _account(person, team, today)


def account_with(organisation_id: int, email: str, number: str, today: date) -> Account | None:
    """Who signs in with that email address or staff number in an organisation."""
    found = (find_colleague(organisation_id, each) for each in (email, number) if each)
    person = next((each for each in found if each is not None), None)
    return None if person is None else find_account(organisation_id, person.id, today)


def _account(person: Person, team: str | None, today: date) -> Account:
    return Account(
        id=person.id,
        name=person.name,
        email=person.email or "",
        staff_number=person.staff_number or "",
        team=team or "",
        has_left=has_left(person, today),
        last_day=person.last_day,
        first_signed_in_on=person.first_signed_in_on,
        rights=rights_of(person),
    )


def count_accounts(organisation_id: int, shown: Shown, text: str, today: date) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(_accounts(organisation_id, shown, text, today).subquery()))
        or 0
    )


def accounts_page(organisation_id: int, shown: Shown, text: str, today: date, offset: int, size: int) -> list[Account]:
    """By name, after so many that come before the page."""
    some = _accounts(organisation_id, shown, text, today).subquery()
    columns = Person, newest_team(Team.name, Person.id, today)
    query = select(*columns).join(some, some.c.id == Person.id).order_by(Person.name, Person.id)
    rows = db.session.execute(query.offset(offset).limit(size)).tuples()
    return [_account(person, team, today) for person, team in rows]


def _accounts(organisation_id: int, shown: Shown, text: str, today: date) -> Select[tuple[int]]:
    query = select(Person.id).where(Person.organisation_id == organisation_id, Person.erased_on.is_(None))
    here = Person.is_active & or_(Person.last_day.is_(None), Person.last_day >= today)
    query = query.where(~here if shown is Shown.LEFT else here)
    if shown is Shown.NEVER:
        query = query.where(Person.first_signed_in_on.is_(None))
    return query.where(_is_called(text)) if text else query


def _is_called(text: str) -> ColumnElement[bool]:
    """SQLite compares only the letters A to Z without regard to case, so others are asked for in several ways."""
    named = [Person.name.icontains(way, autoescape=True) for way in sorted({text, text.lower(), text.title()})]
    return or_(*named, Person.email.startswith(text.lower(), autoescape=True), has_number_like(text))


def rights_held(person_id: int) -> Rights:
    person = db.session.get(Person, person_id)
    return frozenset() if person is None else rights_of(person)


def history_of(person_id: int, today: date) -> list[HeldPosting]:
    """Every posting, the newest first."""
    manager = aliased(Person)
    query = (
        select(Posting, Team.name, manager.name)
        .join(Team, Team.id == Posting.team_id)
        .outerjoin(manager, manager.id == Posting.line_manager_id)
        .where(Posting.person_id == person_id)
        .order_by(Posting.starts_on.desc(), Posting.id.desc())
    )
    return [_held(*row, today) for row in db.session.execute(query).tuples()]


def jobs_on(person_id: int, day: date) -> list[str]:
    """The team and job of each posting that somebody has on a day."""
    query = select(Team.name, Posting.job).join(Team, Team.id == Posting.team_id)
    held = query.where(Posting.person_id == person_id, holds_on(day)).order_by(Posting.starts_on, Posting.id)
    return [", ".join(filter(None, row)) for row in db.session.execute(held).tuples()]


def ends_with(person_id: int, last_day: date | None) -> list[tuple[int, str, str]]:
    """The id, team and job of each posting that ends with a person's last day."""
    query = select(Posting.id, Team.name, Posting.job).join(Team, Team.id == Posting.team_id)
    ending = query.where(Posting.person_id == person_id, Posting.ends_on == last_day)
    return [(each[0], each[1], each[2]) for each in db.session.execute(ending.order_by(Team.name, Posting.id))]


def _held(posting: Posting, team: str, line_manager: str | None, today: date) -> HeldPosting:
    return HeldPosting(
        id=posting.id,
        team=team,
        job=posting.job,
        manages=posting.manages,
        is_customer_facing=posting.is_customer_facing,
        employment=posting.employment,
        line_manager=line_manager,
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        is_over=posting.ends_on is not None and posting.ends_on < today,
        to_come=posting.starts_on > today,
    )


def newest_facts(person_id: int, today: date) -> NewPosting | None:
    """What the newest posting that has begun says, or the first that will; None where there is none."""
    mine = select(Posting).where(Posting.person_id == person_id)
    begun = mine.where(Posting.starts_on <= today).order_by(Posting.starts_on.desc(), Posting.id.desc())
    to_come = mine.where(Posting.starts_on > today).order_by(Posting.starts_on, Posting.id)
    found = db.session.scalar(begun.limit(1)) or db.session.scalar(to_come.limit(1))
    return None if found is None else facts_of(found)


def sign_in_name(person_id: int | None) -> str:
    """By what a person can be named in a form: their email address, else their staff number."""
    person = None if person_id is None else db.session.get(Person, person_id)
    return "" if person is None else person.email or person.staff_number or ""


def reports_of(person_id: int, today: date) -> Sequence[str]:
    """The names of those whose line manager somebody is today."""
    query = select(Person.name).join(Posting, Posting.person_id == Person.id)
    mine = query.where(Posting.line_manager_id == person_id, holds_on(today), Person.is_active)
    return db.session.scalars(mine.distinct().order_by(Person.name)).all()
