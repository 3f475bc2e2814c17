"""By which names each team can be asked for."""

from sqlalchemy import select

from app.extensions import db
from app.models import Team, TeamAlias
from app.rules.people import alike


def names_of_teams(organisation_id: int) -> dict[int, frozenset[str]]:
    """For each team, by id: its own names and those of the teams above it, as `alike` makes them."""
    teams = db.session.execute(
        select(Team.id, Team.parent_id, Team.name).where(Team.organisation_id == organisation_id)
    ).tuples()
    parents: dict[int, int | None] = {}
    own: dict[int, set[str]] = {}
    for team_id, parent_id, name in teams:
        parents[team_id], own[team_id] = parent_id, {alike(name)}
    aliases = select(TeamAlias.team_id, TeamAlias.name).where(TeamAlias.organisation_id == organisation_id)
    for team_id, name in db.session.execute(aliases).tuples():
        own[team_id].add(name)
    return {team_id: _with_those_above(team_id, parents, own) for team_id in own}


def _with_those_above(team_id: int, parents: dict[int, int | None], own: dict[int, set[str]]) -> frozenset[str]:
    names: set[str] = set()
    seen: set[int] = set()
    each: int | None = team_id
    while each in own and each not in seen:
        seen.add(each)
        names |= own[each]
        each = parents[each]
    return frozenset(names)
