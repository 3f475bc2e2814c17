"""Teams: what they are called, by which other names, and under which team they stand.

What is asked of people depends on the names of their team and of those above it, so whoever a change touches is
worked out again. All of this is called inside `app.database.writing()`.
"""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ledger.affected import affected
from app.models import Posting, Team, TeamAlias
from app.rules.people import alike, tidy
from app.rules.team_tree import makes_loop
from app.staffing.organisations import lock_organisation
from app.staffing.refused import Refused
from app.web.scope import teams_below


class TeamNames:
    """The teams of an organisation by every name that they go by, for finding many. It reads once."""

    def __init__(self, organisation_id: int) -> None:
        self._ids = dict(_names(organisation_id))

    def find(self, name: str) -> int | None:
        """The id of the team of that name or alias, however it is spaced and capitalised."""
        return self._ids.get(alike(name))


def _names(organisation_id: int) -> Iterator[tuple[str, int]]:
    aliases = select(TeamAlias.name, TeamAlias.team_id).where(TeamAlias.organisation_id == organisation_id)
    yield from db.session.execute(aliases).tuples()
    names = select(Team.name, Team.id).where(Team.organisation_id == organisation_id)
    yield from ((alike(name), team_id) for name, team_id in db.session.execute(names).tuples())


def team_of(organisation_id: int, team_id: int) -> Team | None:
    return db.session.scalar(select(Team).where(Team.id == team_id, Team.organisation_id == organisation_id))


def find_team(organisation_id: int, name: str) -> Team | None:
    """The team of that name or alias, however it is spaced and capitalised."""
    query = select(Team).where(Team.organisation_id == organisation_id)
    exact = db.session.scalar(query.where(Team.name == name))
    if exact is not None:
        return exact
    team_id = TeamNames(organisation_id).find(name)
    return None if team_id is None else db.session.get(Team, team_id)


def find_or_add_team(organisation_id: int, name: str, parent_id: int | None = None) -> Team:
    """The team of that name or alias; made if there is none."""
    lock_organisation(organisation_id)
    return find_team(organisation_id, name) or _add(organisation_id, name, parent_id)


def add_team(organisation_id: int, name: str, parent_id: int | None = None) -> Team:
    """Raises Refused where a team goes by that name already."""
    lock_organisation(organisation_id)
    _refuse_taken(organisation_id, name)
    return _add(organisation_id, name, parent_id)


def _add(organisation_id: int, name: str, parent_id: int | None) -> Team:
    team = Team(organisation_id=organisation_id, name=tidy(name), parent_id=parent_id)
    db.session.add(team)
    db.session.flush()
    return team


def _refuse_taken(organisation_id: int, name: str, but: Team | None = None) -> None:
    found = find_team(organisation_id, name)
    if found is not None and found is not but:
        if alike(found.name) == alike(name):
            raise Refused(_("There is a team called %(name)s already", name=found.name), "name")
        raise Refused(
            _("%(name)s is another name of the team %(team)s already", name=tidy(name), team=found.name), "name"
        )


def rename_team(team: Team, name: str) -> None:
    """Call a team otherwise; the old name stays as an alias, since lists and programmes may use it. Raises Refused."""
    lock_organisation(team.organisation_id)
    _refuse_taken(team.organisation_id, name, but=team)
    before, team.name = team.name, tidy(name)
    if alike(before) != alike(name):
        _remove_alias(team, name)
        _add_alias(team, before)
        affect_people_of(team.id)


def move_team(team: Team, parent_id: int | None) -> None:
    """Put a team under another one, or at the top. Raises Refused."""
    lock_organisation(team.organisation_id)
    parents = parents_of(team.organisation_id)
    if parent_id is not None and parent_id not in parents:
        raise Refused(_("Choose one of the teams"), "parent")
    if makes_loop(team.id, parent_id, parents):
        sentence = _("A team cannot stand under itself or under a team below it. Choose another place.")
        raise Refused(sentence, "parent")
    if parent_id != team.parent_id:
        team.parent_id = parent_id
        affect_people_of(team.id)


def parents_of(organisation_id: int) -> dict[int, int | None]:
    """The team above each team, None at the top."""
    query = select(Team.id, Team.parent_id).where(Team.organisation_id == organisation_id)
    return dict(db.session.execute(query).tuples().all())


def add_alias(team: Team, name: str) -> None:
    """Another name for a team. Raises Refused where another team goes by it; its own name again changes nothing."""
    lock_organisation(team.organisation_id)
    _refuse_taken(team.organisation_id, name, but=team)
    if find_team(team.organisation_id, name) is None:
        _add_alias(team, name)
        affect_people_of(team.id)


def remove_alias(team: Team, name: str) -> None:
    lock_organisation(team.organisation_id)
    _remove_alias(team, name)
    affect_people_of(team.id)


def _add_alias(team: Team, name: str) -> None:
    db.session.add(TeamAlias(organisation_id=team.organisation_id, team_id=team.id, name=alike(name)))
    db.session.flush()


def _remove_alias(team: Team, name: str) -> None:
    mine = TeamAlias.team_id == team.id, TeamAlias.name == alike(name)
    for each in db.session.scalars(select(TeamAlias).where(*mine)).all():
        db.session.delete(each)
    db.session.flush()


def affect_people_of(team_id: int) -> None:
    """Work out again everybody who was ever in a team or below it, and their line managers."""
    db.session.flush()
    inside = Posting.team_id.in_(teams_below(frozenset({team_id})))
    rows = db.session.execute(select(Posting.person_id, Posting.line_manager_id).where(inside).distinct())
    affected({each for row in rows for each in row if each is not None})
