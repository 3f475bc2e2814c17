"""Who cannot sign in yet, or never did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.tokens import INVITES
from app.extensions import db
from app.models import Person, Posting, SignInToken, Team
from app.rules.rights import ALL_RIGHTS, Right, Rights, may_give
from app.staffing.people import has_number_like
from app.web.named import has_text, is_named
from app.web.scope import Scope, newest_team, sees

ROWS_AT_ONCE = 1_000

RIGHTS = {
    Right.TRAINER: Person.is_trainer,
    Right.LEAD: Person.is_lead,
    Right.ADMIN: Person.is_admin,
    Right.COORDINATOR: Person.is_coordinator,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with an account. `since` is when their first posting began; `way` is how they were invited last."""

    person_id: int
    name: str
    email: str | None
    staff_number: str | None
    has_password: bool
    team: str | None
    since: date | None
    way: str | None
    invited_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class WhoNeedsCode:
    """Who cannot sign in yet, or `everybody`; `text` is part of a name or team, or begins a staff number."""

    everybody: bool = False
    text: str = ""


def count_never_signed_in(scope: Scope) -> int:
    return _count(who_never_signed_in(scope))


def never_signed_in(scope: Scope, first: int, most: int) -> list[Waiting]:
    """By name, from the first, counted from 0."""
    query = who_never_signed_in(scope).order_by(Person.name, Person.id).offset(first).limit(most)
    return [Waiting(*row) for row in db.session.execute(query)]


def all_never_signed_in(scope: Scope) -> Iterator[Waiting]:
    query = who_never_signed_in(scope).order_by(Person.name, Person.id).execution_options(yield_per=ROWS_AT_ONCE)
    return (Waiting(*row) for row in db.session.execute(query))


def count_uninvited(scope: Scope, now: datetime) -> int:
    """Those of them with an email address, and without a password or a link that still works."""
    return _count(who_never_signed_in(scope).where(*not_invited(now)))


def count_with_password(scope: Scope) -> int:
    """Those of them who could sign in, and may have before it was kept who does."""
    return _count(who_never_signed_in(scope).where(Person.password_hash.is_not(None)))


def without_email(scope: Scope, by: Rights, wanted: WhoNeedsCode, now: datetime) -> Select[Any]:
    """Those who sign in with a staff number; first those without a code that works.

    Who prints a code could use it, so nobody prints one for somebody with rights that are not theirs to give.
    """
    others = [RIGHTS[right].is_(False) for right in ALL_RIGHTS - may_give(by)]
    query = _waiting(scope).where(Person.email.is_(None), Person.staff_number.is_not(None), *others)
    if not wanted.everybody:
        query = query.where(Person.password_hash.is_(None))
    if wanted.text:
        query = query.where(_is_called(wanted.text, scope.today))
    return query.order_by(func.coalesce(SignInToken.expires_at > now, False), Person.name, Person.id)


def _is_called(text: str, day: date) -> ColumnElement[bool]:
    return or_(is_named(text), has_number_like(text), has_text(newest_team(Team.name, Person.id, day), text))


def page_of(query: Select[Any], most: int) -> tuple[list[Waiting], int]:
    """The first rows, and how many there are."""
    return [Waiting(*row) for row in db.session.execute(query.limit(most))], _count(query.order_by(None))


def who_never_signed_in(scope: Scope) -> Select[Any]:
    return _waiting(scope).where(Person.first_signed_in_on.is_(None))


def _waiting(scope: Scope) -> Select[Any]:
    """Those of the scope whose account is open, with how they were invited last."""
    since = select(func.min(Posting.starts_on)).where(Posting.person_id == Person.id).scalar_subquery()
    invited = and_(SignInToken.person_id == Person.id, SignInToken.purpose.in_(INVITES))
    return (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.staff_number,
            Person.password_hash.is_not(None),
            newest_team(Team.name, Person.id, scope.today),
            since,
            SignInToken.purpose,
            SignInToken.made_at,
            SignInToken.expires_at,
        )
        .select_from(Person)
        .outerjoin(SignInToken, invited)
        .where(Person.organisation_id == scope.organisation_id, Person.is_active)
        .where(or_(Person.last_day.is_(None), Person.last_day >= scope.today), sees(scope, Person.id))
    )


def not_invited(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions on those rows: an email address, no password, and no link that still works."""
    no_link = or_(SignInToken.id.is_(None), SignInToken.expires_at <= now)
    return Person.email.is_not(None), Person.password_hash.is_(None), no_link


def _count(query: Select[Any]) -> int:
    plain = query.order_by(None).with_only_columns(Person.id)
    return db.session.scalar(select(func.count()).select_from(plain.subquery())) or 0
