"""Whose training a person may see: all of the organisation, or the teams that they manage and their own line.

Their teams are those that they manage and the teams below; their line is whose line manager they are, and the line of
these. It counts on the day: who has left is seen by the managers of the last team.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.database import among
from app.extensions import db
from app.models import Person, Posting, Team
from app.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Scope:
    """The people of one organisation; unless `team_ids` is None, only those who are in these teams on the day `today`
    and those of a `line`, by their ids.
    """

    organisation_id: int
    today: date
    team_ids: frozenset[int] | None = None
    line: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return self.team_ids == frozenset() and not self.line

    def narrowed(self, team_ids: frozenset[int]) -> "Scope":
        """What of it has those who are in these teams. The whole line stays where one of these is not among its own."""
        mine = team_ids if self.team_ids is None else self.team_ids & team_ids
        return replace(self, team_ids=mine, line=frozenset() if mine == team_ids else self.line)


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
    return everybody_of(person) if person.is_lead else managed_scope(person)


def everybody_of(person: Visitor) -> Scope:
    """Everybody of the person's organisation."""
    return Scope(person.organisation.id, person.today)


def managed_scope(person: Visitor) -> Scope:
    """The teams that a person manages and those below, and their line, even where they may see more."""
    return managed_by(person.id, person.organisation.id, person.today)


def managed_by(person_id: int, organisation_id: int, today: date) -> Scope:
    manages, leads = and_(Posting.person_id == person_id, Posting.manages), Posting.line_manager_id == person_id
    query = select(case((manages, Posting.team_id))).where(or_(manages, leads), holds_on(today)).distinct()
    found = frozenset(db.session.scalars(query))
    line = people_below(person_id, today) if None in found else frozenset[int]()
    return Scope(organisation_id, today, teams_below(found - {None}), line)


def people_below(manager_id: int, day: date) -> frozenset[int]:
    """Whose line manager somebody is on a day, and so on down. Two who are each other's end it.

    It is read level by level: a line is seldom deep, and PostgreSQL walks all postings for a tree.
    """
    found, level = frozenset[int](), frozenset({manager_id})
    while level:
        query = select(Posting.person_id).where(among(Posting.line_manager_id, level), holds_on(day))
        level = frozenset(db.session.scalars(query)) - found
        found |= level
    return found


def teams_below(team_ids: frozenset[int]) -> frozenset[int]:
    """The teams themselves and every team below them in the tree."""
    if not team_ids:
        return frozenset()
    tree = select(Team.id).where(Team.id.in_(team_ids)).cte("tree", recursive=True)
    child = aliased(Team)
    tree = tree.union(select(child.id).join(tree, child.parent_id == tree.c.id))
    return frozenset(db.session.scalars(select(tree.c.id)))


def team_choices(scope: Scope) -> list[TeamChoice]:
    """The teams within a scope, by path; also those that somebody of the line is in."""
    rows = db.session.execute(
        select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == scope.organisation_id)
    )
    teams = {team_id: (parent_id, name) for team_id, parent_id, name in rows}

    def path(team_id: int) -> str:
        parent_id, name = teams[team_id]
        return f"{path(parent_id)} / {name}" if parent_id else name

    visible = teams.keys() if scope.team_ids is None else teams.keys() & (scope.team_ids | _teams_of_line(scope))
    return sorted((TeamChoice(each, path(each)) for each in visible), key=lambda choice: choice.path.casefold())


def _teams_of_line(scope: Scope) -> frozenset[int]:
    if not scope.line:
        return frozenset()
    query = select(Posting.team_id).where(among(Posting.person_id, scope.line), holds_on(scope.today))
    return frozenset(db.session.scalars(query))


def sees(scope: Scope, person_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """A condition that holds for the people of a scope; that they are of its organisation is for the caller to ask."""
    if scope.team_ids is None:
        return true()
    in_teams = person_id.in_(people_in(scope.team_ids, scope.today))
    return or_(in_teams, among(person_id, scope.line)) if scope.line else in_teams


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
    query = query.where(sees(scope, Person.id))
    return db.session.scalar(query) is not None
