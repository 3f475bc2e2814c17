"""People: who comes, what they are called, with what they sign in."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, or_, select

from app.extensions import db
from app.models import Person, Session, SignInToken
from app.rules.people import Employment, number_alike, staff_number, tidy
from app.rules.rights import NO_RIGHTS, Right, Rights
from app.staffing.organisations import lock_organisation
from app.staffing.postings import NewPosting, post
from app.staffing.refused import Refused
from app.staffing.teams import find_or_add_team

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`team` is a name, made if it is new; without one there is no posting. Who has no `email` has a `staff_number`."""

    name: str
    email: str | None
    password_hash: str | None
    team: str | None = None
    job: str = ""
    manages: bool = False
    rights: frozenset[str] = frozenset()
    staff_number: str | None = None
    is_customer_facing: bool = False
    employment: str = Employment.EMPLOYEE
    line_manager_id: int | None = None


def add_person(organisation_id: int, new: NewPerson, starts_on: date) -> Person:
    """A new person, posted to their team from `starts_on`, which may be still to come.

    Raises Refused. Call it inside `app.database.writing()`.
    """
    lock_organisation(organisation_id)
    person = Person(
        organisation_id=organisation_id,
        reference=str(uuid.uuid4()),
        salt=secrets.token_bytes(SALT_BYTES),
        name=tidy(new.name),
        password_hash=new.password_hash,
    )
    set_sign_in(person, new.email, new.staff_number)
    set_rights(person, frozenset(Right(each) for each in new.rights))
    db.session.add(person)
    db.session.flush()
    if new.team:
        team_id = find_or_add_team(organisation_id, new.team).id
        facts = (new.job, new.manages, new.is_customer_facing, new.employment, new.line_manager_id)
        post(person, NewPosting(team_id, *facts), starts_on)
    return person


def set_sign_in(person: Person, email: str | None, number: str | None) -> None:
    """With what a person signs in: an email address, a staff number, or either. Raises Refused.

    Links and codes that were sent out to choose a password end when it changes.
    """
    email, number = (email or "").strip().lower() or None, staff_number(number or "") or None
    if email is None and number is None:
        raise Refused(_("Enter an email address, a staff number, or both: people sign in with them"), "email")
    if (email, number) == (person.email, person.staff_number):
        return
    _refuse_taken(person, email, number)
    person.email, person.staff_number = email, number
    if person.id is not None:
        db.session.execute(delete(SignInToken).where(SignInToken.person_id == person.id))


def _refuse_taken(person: Person, email: str | None, number: str | None) -> None:
    with db.session.no_autoflush:
        if email != person.email and email and _is_taken(person, Person.email == email):
            raise Refused(_("%(email)s has an account already", email=email), "email")
        mine = Person.organisation_id == person.organisation_id
        if number != person.staff_number and number and _is_taken(person, mine, has_number(number)):
            raise Refused(_("%(number)s is somebody else’s staff number", number=number), "staff_number")


def _is_taken(person: Person, *conditions: ColumnElement[bool]) -> bool:
    other = () if person.id is None else (Person.id != person.id,)
    return db.session.scalar(select(Person.id).where(*conditions, *other).limit(1)) is not None


def rights_of(person: Person) -> Rights:
    held = {
        Right.TRAINER: person.is_trainer,
        Right.LEAD: person.is_lead,
        Right.ADMIN: person.is_admin,
        Right.COORDINATOR: person.is_coordinator,
    }
    return frozenset(right for right, is_held in held.items() if is_held)


def set_rights(person: Person, rights: Rights) -> None:
    person.is_trainer, person.is_lead = Right.TRAINER in rights, Right.LEAD in rights
    person.is_admin, person.is_coordinator = Right.ADMIN in rights, Right.COORDINATOR in rights


def last_rights(person: Person, taken: Rights) -> Rights:
    """Those of `taken` that nobody else in the organisation would hold: it needs an administrator and a lead."""
    if not person.is_active:
        return NO_RIGHTS
    columns = {Right.ADMIN: Person.is_admin, Right.LEAD: Person.is_lead}
    others = Person.organisation_id == person.organisation_id, Person.id != person.id, Person.is_active
    here = (*others, Person.last_day.is_(None))
    held = rights_of(person) & taken
    return frozenset(
        right
        for right, column in columns.items()
        if right in held and not db.session.scalar(select(func.count()).where(*here, column))
    )


def find_person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_of(organisation_id: int, person_id: int) -> Person | None:
    """A person of the organisation who has not been erased."""
    mine = Person.organisation_id == organisation_id, Person.erased_on.is_(None)
    return db.session.scalar(select(Person).where(Person.id == person_id, *mine))


def lock_person(person: Person) -> None:
    """Nobody else changes when a person leaves until this transaction ends; what is known of them is read again."""
    lock_organisation(person.organisation_id)
    mine = select(Person).where(Person.id == person.id).with_for_update(key_share=True)
    db.session.execute(mine.execution_options(populate_existing=True)).one()


_bare_number = func.replace(Person.staff_number, "-", "")


def has_number(text: str) -> ColumnElement[bool]:
    """Whether somebody has this staff number, however it is written."""
    return _bare_number == number_alike(text)


def has_number_like(text: str) -> ColumnElement[bool]:
    """Whether somebody's staff number begins like this, however it is written."""
    return _bare_number.startswith(number_alike(text) or text, autoescape=True)


def nearest_number(text: str) -> tuple[Any, ...]:
    """Who has it as it is written comes first: two numbers that differ by a hyphen alone may be known from before."""
    return func.coalesce(Person.staff_number != staff_number(text), True), Person.id


def find_colleague(organisation_id: int, text: str) -> Person | None:
    """Who has that email address or that staff number in an organisation."""
    email = text.strip().lower()
    mine = Person.organisation_id == organisation_id, Person.erased_on.is_(None)
    named = or_(Person.email == email, has_number(text))
    found = list(db.session.scalars(select(Person).where(*mine, named).order_by(*nearest_number(text)).limit(3)))
    return next((each for each in found if each.email == email), found[0] if found else None)


def set_password(person: Person, password_hash: str) -> None:
    """A new password, which everybody who is signed in with the old one needs; links and codes to choose one end."""
    person.password_hash = password_hash
    end_sessions(person)
    db.session.execute(delete(SignInToken).where(SignInToken.person_id == person.id))


def end_sessions(person: Person) -> None:
    db.session.execute(delete(Session).where(Session.person_id == person.id))
