"""The tree of teams, as pages show it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.models import Posting, Team, TeamAlias
from app.staffing.teams import team_of
from app.web.scope import holds_on

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class TeamNode:
    """A team with those right below it. `people` are in it today, `people_below` in it or in a team below it."""

    id: int
    name: str
    aliases: tuple[str, ...]
    people: int
    people_below: int
    teams: tuple["TeamNode", ...]


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team by itself. `parent` is the name of the team above it; empty at the top. `aliases` are by id."""

    id: int
    name: str
    parent_id: int | None
    parent: str
    aliases: dict[int, str]


def find_team_facts(organisation_id: int, team_id: int) -> TeamFacts | None:
    team = team_of(organisation_id, team_id) if team_id <= LARGEST_ID else None
    if team is None:
        return None
    parent = db.session.get(Team, team.parent_id) if team.parent_id else None
    aliases = select(TeamAlias.id, TeamAlias.name).where(TeamAlias.team_id == team.id).order_by(TeamAlias.name)
    found = dict(db.session.execute(aliases).tuples().all())
    return TeamFacts(team.id, team.name, team.parent_id, parent.name if parent else "", found)


def team_tree(organisation_id: int, today: date) -> tuple[TeamNode, ...]:
    """The teams at the top with all below them, each by name."""
    return _Tree(organisation_id, today).below(None)


def node_of(team_id: int, nodes: tuple[TeamNode, ...]) -> TeamNode | None:
    return next((each for each in _flat(nodes) if each.id == team_id), None)


def _flat(nodes: tuple[TeamNode, ...]) -> Iterator[TeamNode]:
    for each in nodes:
        yield each
        yield from _flat(each.teams)


class _Tree:
    """Reads the tree once. Who is in several teams is counted once in the teams above them."""

    def __init__(self, organisation_id: int, today: date) -> None:
        self._children: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
        self._aliases: dict[int, list[str]] = defaultdict(list)
        teams = select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == organisation_id)
        for team_id, parent_id, name in db.session.execute(teams).tuples():
            self._children[parent_id].append((team_id, name))
        aliases = select(TeamAlias.team_id, TeamAlias.name).where(TeamAlias.organisation_id == organisation_id)
        for team_id, name in db.session.execute(aliases.order_by(TeamAlias.name)).tuples():
            self._aliases[team_id].append(name)
        self._in_one, self._in_several = _counts(organisation_id, today)

    def below(self, parent_id: int | None) -> tuple[TeamNode, ...]:
        return tuple(self._node(each)[0] for each in self._by_name(parent_id))

    def _by_name(self, parent_id: int | None) -> list[tuple[int, str]]:
        return sorted(self._children[parent_id], key=lambda team: team[1].casefold())

    def _node(self, team: tuple[int, str]) -> tuple[TeamNode, int, frozenset[int]]:
        """With how many in and below it are in one team only, and who is in several."""
        team_id, name = team
        found = [self._node(each) for each in self._by_name(team_id)]
        once = self._in_one.get(team_id, 0) + sum(count for _node, count, _several in found)
        here = frozenset(self._in_several.get(team_id, ()))
        several = here.union(*(those for _node, _count, those in found))
        nodes = tuple(node for node, _count, _several in found)
        people = self._in_one.get(team_id, 0) + len(here)
        node = TeamNode(team_id, name, tuple(self._aliases[team_id]), people, once + len(several), nodes)
        return node, once, several


def _counts(organisation_id: int, today: date) -> tuple[dict[int, int], dict[int, set[int]]]:
    """For each team, how many are in it alone today, and who is in others as well."""
    held = select(Posting.person_id, Posting.team_id).join(Team, Team.id == Posting.team_id)
    held = held.where(Team.organisation_id == organisation_id, holds_on(today)).distinct()
    today_in = held.subquery()
    one = select(today_in.c.person_id, func.min(today_in.c.team_id).label("team_id"))
    one_team = one.group_by(today_in.c.person_id).having(func.count() == 1).subquery()
    counted = select(one_team.c.team_id, func.count()).group_by(one_team.c.team_id)
    many = select(today_in.c.person_id).group_by(today_in.c.person_id).having(func.count() > 1)
    rows = db.session.execute(select(today_in.c.team_id, today_in.c.person_id).where(today_in.c.person_id.in_(many)))
    several: dict[int, set[int]] = defaultdict(set)
    for team_id, person_id in rows.tuples():
        several[team_id].add(person_id)
    return dict(db.session.execute(counted).tuples().all()), several
