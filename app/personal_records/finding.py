"""Finding somebody among those whose training may be seen."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.extensions import db
from app.models import Person, Team
from app.web.named import is_named
from app.web.scope import Scope, newest_team, people_in, sees


@dataclass(frozen=True, slots=True)
class Wanted:
    """Part of a name or of an email address, and teams; None is all that may be seen."""

    text: str = ""
    teams: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """`team` is the newest of those that they hold today, or the last that they held."""

    id: int
    name: str
    email: str
    team: str
    has_left: bool


def count(scope: Scope, wanted: Wanted) -> int:
    return db.session.scalar(select(func.count()).select_from(_people(scope, wanted).subquery())) or 0


def page(scope: Scope, wanted: Wanted, number: int, size: int) -> list[FoundPerson]:
    """The people of a page, counted from 1, by name."""
    left = ~Person.is_active | (Person.last_day.is_not(None) & (Person.last_day < scope.today))
    columns = (Person.id, Person.name, Person.email, newest_team(Team.name, Person.id, scope.today), left)
    query = _people(scope, wanted).with_only_columns(*columns).order_by(Person.name, Person.id)
    rows = db.session.execute(query.offset((number - 1) * size).limit(size)).tuples()
    return [FoundPerson(each, name, email or "", team or "", left) for each, name, email, team, left in rows]


def _people(scope: Scope, wanted: Wanted) -> Select[Any]:
    query = select(Person.id).where(Person.organisation_id == scope.organisation_id, Person.erased_on.is_(None))
    query = query.where(sees(scope, Person.id))
    if wanted.teams is not None:
        query = query.where(Person.id.in_(people_in(wanted.teams, scope.today)))
    return query.where(_is_called(wanted.text)) if wanted.text else query


def _is_called(text: str) -> ColumnElement[bool]:
    """What stands behind the @ is the same for everybody, so it is looked at only for a text that has one."""
    address = unicodedata.normalize("NFC", text).lower()
    return or_(is_named(text), Person.email.like(_in_address(address), escape="\\"))


def _in_address(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return f"%{text}%" if "@" in text else f"%{text}%@%"
