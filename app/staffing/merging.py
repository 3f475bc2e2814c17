"""Making one team of two, and taking out a team that nobody was ever in."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.assignments.refreshing import hold
from app.extensions import db
from app.models import Assignment, Posting, Team, TeamAlias
from app.rules.people import alike
from app.rules.team_tree import is_below
from app.staffing.organisations import lock_organisation
from app.staffing.refused import Refused
from app.staffing.teams import affect_people_of, parents_of


@dataclass(frozen=True, slots=True)
class Merging:
    """What making one team of two moves: people who are or were in it, the teams right below it, its names."""

    people: int
    teams: int
    names: tuple[str, ...]


def what_merging_moves(team: Team) -> Merging:
    people = select(func.count(Posting.person_id.distinct())).where(Posting.team_id == team.id)
    teams = select(func.count()).where(Team.parent_id == team.id)
    aliases = db.session.scalars(select(TeamAlias.name).where(TeamAlias.team_id == team.id).order_by(TeamAlias.name))
    return Merging(db.session.scalar(people) or 0, db.session.scalar(teams) or 0, (team.name, *aliases))


def merge_team(team: Team, into: Team) -> None:
    """Move a team's people, names and the teams below it to another one, then take it out. Raises Refused.

    Its past moves along: who was in it was in the other one. Call it inside `app.database.writing()`.
    """
    lock_organisation(team.organisation_id)
    check_merging(team, into)
    hold(team.organisation_id)
    for table in (Posting, Assignment):
        db.session.execute(update(table).where(table.team_id == team.id).values(team_id=into.id))
    db.session.execute(update(Team).where(Team.parent_id == team.id).values(parent_id=into.id))
    db.session.execute(update(TeamAlias).where(TeamAlias.team_id == team.id).values(team_id=into.id))
    organisation_id, name = team.organisation_id, alike(team.name)
    db.session.delete(team)
    db.session.flush()
    db.session.add(TeamAlias(organisation_id=organisation_id, team_id=into.id, name=name))
    affect_people_of(into.id)


def check_merging(team: Team, into: Team) -> None:
    """Raise Refused unless a team may be merged into another one.

    Into one below itself it may not: the teams beside that one would come to stand under it, with their managers.
    """
    if team.id == into.id or team.organisation_id != into.organisation_id:
        raise Refused(_("Choose another team"), "into")
    if is_below(into.id, team.id, parents_of(team.organisation_id)):
        raise Refused(
            _(
                "%(into)s stands below %(team)s. Merge %(into)s into %(team)s instead, and rename it afterwards if you "
                "want to keep the other name.",
                into=into.name,
                team=team.name,
            ),
            "into",
        )


def remove_team(team: Team) -> None:
    """Take out a team without a past: nobody was ever in it, and none stands below it. Raises Refused."""
    lock_organisation(team.organisation_id)
    used = (
        select(Posting.id).where(Posting.team_id == team.id).limit(1),
        select(Assignment.id).where(Assignment.team_id == team.id).limit(1),
        select(Team.id).where(Team.parent_id == team.id).limit(1),
    )
    if any(db.session.scalar(each) is not None for each in used):
        raise Refused(_("People are or were in this team, or a team stands below it. Merge it into another instead."))
    for alias in db.session.scalars(select(TeamAlias).where(TeamAlias.team_id == team.id)).all():
        db.session.delete(alias)
    db.session.flush()
    db.session.delete(team)
