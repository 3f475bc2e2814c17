"""Whose account it is that somebody says is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.extensions import db
from app.models import Organisation, Person
from app.rules.people import number_alike
from app.staffing.people import has_number, nearest_number
from app.web import clock


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know of a person. `today` is the day where they are."""

    today: date
    person_id: int
    name: str
    email: str | None
    staff_number: str | None
    organisation_id: int
    organisation: str
    password_hash: str | None

    @property
    def sign_in_name(self) -> str:
        return self.email or staff_name(self.organisation_id, self.staff_number or "")


def email_name(typed: str) -> str:
    """What stands for an email address, however it is typed, where wrong guesses are counted."""
    return typed.strip().lower()


def staff_name(organisation_id: int, typed: str) -> str:
    """The same for a staff number."""
    return f"{number_alike(typed)} at {organisation_id}"


def find_account(email: str) -> Account | None:
    return _only(Person.email == email_name(email))


def find_staff_account(organisation_id: int, staff_number: str) -> Account | None:
    """That of somebody without email address."""
    mine = Person.organisation_id == organisation_id, Person.email.is_(None)
    query = open_accounts().where(*mine, has_number(staff_number)).order_by(*nearest_number(staff_number))
    return _first(query)


def open_accounts() -> Select[Any]:
    """Rows that `account_of` makes an account of."""
    return (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.staff_number,
            Person.organisation_id,
            Organisation.name,
            Person.password_hash,
            Organisation.time_zone,
            Person.last_day,
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.is_active)
    )


def account_of(row: Sequence[Any]) -> Account | None:
    """None for somebody whose last day is over."""
    *facts, time_zone, last_day = row
    today = clock.today(time_zone)
    return Account(today, *facts) if last_day is None or today <= last_day else None


def anybody() -> Account | None:
    """Somebody to do the same work for where there is nobody."""
    return _only(Person.id == select(func.min(Person.id)).where(Person.is_active).scalar_subquery())


def _only(*conditions: ColumnElement[bool]) -> Account | None:
    return _first(open_accounts().where(*conditions))


def _first(query: Select[Any]) -> Account | None:
    row = db.session.execute(query).first()
    return None if row is None else account_of(row)
