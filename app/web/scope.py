"""Whose training a person may see: all of the organisation, or the teams that they manage and those below."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.extensions import db
from app.models import Person, Posting, Team
from app.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Scope:
    """The people of one organisation; only those who are in `team_ids` on the day `today`, unless that is None."""

    organisation_id: int
    today: date
    team_ids: frozenset[int] | None = None

    def narrowed(self, team_ids: frozenset[int]) -> "Scope":
        return replace(self, team_ids=team_ids if self.team_ids is None else self.team_ids & team_ids)


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team that can be asked for. `path` names the teams above it: "Housing / Repairs"."""

    id: int
    path: str


def holds_on(day: date, posting: type[Posting] = Posting) -> ColumnElement[bool]:
    """Whether a posting is held on a day."""
    return and_(posting.starts_on <= day, or_(posting.ends_on.is_(None), posting.ends_on >= day))


def scope_of(person: Visitor) -> Scope:
    """What a training lead or a manager may see today; nothing for anybody else."""
    return Scope(person.organisation.id, person.today) if person.is_lead else managed_scope(person)


def managed_scope(person: Visitor) -> Scope:
    """The teams that a person manages and those below, even where they may see more."""
    managed = select(Posting.team_id).where(Posting.person_id == person.id, Posting.manages, holds_on(person.today))
    return Scope(person.organisation.id, person.today, teams_below(frozenset(db.session.scalars(managed))))


def teams_below(team_ids: frozenset[int]) -> frozenset[int]:
    """The teams themselves and every team below them in the tree."""
    if not team_ids:
        return frozenset()
    tree = select(Team.id).where(Team.id.in_(team_ids)).cte("tree", recursive=True)
    child = aliased(Team)
    tree = tree.union(select(child.id).join(tree, child.parent_id == tree.c.id))
    return frozenset(db.session.scalars(select(tree.c.id)))


def team_choices(scope: Scope) -> list[TeamChoice]:
    """The teams within a scope, by path."""
    rows = db.session.execute(
        select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == scope.organisation_id)
    )
    teams = {team_id: (parent_id, name) for team_id, parent_id, name in rows}

    def path(team_id: int) -> str:
        parent_id, name = teams[team_id]
        return f"{path(parent_id)} / {name}" if parent_id else name

    visible = teams.keys() if scope.team_ids is None else teams.keys() & scope.team_ids
    return sorted((TeamChoice(each, path(each)) for each in visible), key=lambda choice: choice.path.casefold())


def within(scope: Scope) -> ColumnElement[bool]:
    """A condition on Posting.team_id that holds for postings inside the scope."""
    return true() if scope.team_ids is None else Posting.team_id.in_(scope.team_ids)


def people_in(teams: frozenset[int], day: date) -> Select[tuple[int]]:
    """Everybody who holds a posting in `teams` on a day, and those who held none elsewhere since they left them.

    Nobody is looked at who was never in one of them.
    """
    return select(Posting.person_id).where(
        Posting.team_id.in_(teams),
        Posting.starts_on <= day,
        or_(holds_on(day), newest_team(Team.id, Posting.person_id, day).in_(teams)),
    )


def newest_team(
    column: InstrumentedAttribute[Any], person_id: InstrumentedAttribute[Any], day: date
) -> ScalarSelect[Any]:
    """A column of a person's team: that of the newest posting which they hold on a day, or held last before it.

    It is looked up for each row by the index of postings: as a join PostgreSQL walks all of them for every entry.
    """
    held, team = aliased(Posting), aliased(Team)
    return (
        select(getattr(team, column.key))
        .join(held, held.team_id == team.id)
        .where(held.person_id == person_id, held.starts_on <= day)
        .order_by(case((holds_on(day, held), 0), else_=1), held.starts_on.desc(), held.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def covers(scope: Scope, person_id: int) -> bool:
    """Whether the person's training may be seen in this scope."""
    query = select(Person.id).where(Person.id == person_id, Person.organisation_id == scope.organisation_id)
    if scope.team_ids is not None:
        query = query.where(Person.id.in_(people_in(scope.team_ids, scope.today)))
    return db.session.scalar(query) is not None
