"""Finding somebody among those whose training may be seen."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.extensions import db
from app.models import Person, Team
from app.web.scope import Scope, newest_team, people_in


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
    columns = (Person.id, Person.name, Person.email, newest_team(Team.name, Person.id, scope.today), ~Person.is_active)
    query = _people(scope, wanted).with_only_columns(*columns).order_by(Person.name, Person.id)
    rows = db.session.execute(query.offset((number - 1) * size).limit(size)).tuples()
    return [FoundPerson(each, name, email or "", team or "", left) for each, name, email, team, left in rows]


def _people(scope: Scope, wanted: Wanted) -> Select[Any]:
    query = select(Person.id).where(Person.organisation_id == scope.organisation_id, Person.erased_on.is_(None))
    teams = scope.team_ids if wanted.teams is None else scope.narrowed(wanted.teams).team_ids
    if teams is not None:
        query = query.where(Person.id.in_(people_in(teams, scope.today)))
    return query.where(_is_called(wanted.text)) if wanted.text else query


def _is_called(text: str) -> ColumnElement[bool]:
    """SQLite compares only the letters A to Z without regard to case, so others are asked for in several ways.

    What stands behind the @ is the same for everybody, so it is looked at only for a text that has one.
    """
    plain = unicodedata.normalize("NFC", text)
    ways = sorted({text, plain, plain.lower(), plain.upper(), plain.title()})
    named = [Person.name.icontains(way, autoescape=True) for way in ways]
    return or_(*named, Person.email.like(_in_address(plain.lower()), escape="\\"))


def _in_address(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return f"%{text}%" if "@" in text else f"%{text}%@%"
