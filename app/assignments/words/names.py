"""What courses, requirements and teams are called today, for sentences about assignments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Course, Team
from app.rules.programmes.requirements import Programme


@dataclass(frozen=True, slots=True)
class Names:
    """`courses` are by slug, `requirements` by key, `teams` by id. What is not there any more goes by its slug."""

    courses: Mapping[str, str]
    requirements: Mapping[str, str]
    teams: Mapping[int, str]

    def course(self, slug: str) -> str:
        return self.courses.get(slug, slug)

    def requirement(self, key: str) -> str:
        return self.requirements.get(key, key)

    def team(self, team_id: int) -> str:
        return self.teams.get(team_id, "")


def names_in(
    organisation_id: int, programme: Programme, modules: Mapping[str, str], team_ids: Collection[int]
) -> Names:
    """`modules` are the titles of the published ones by slug. Two queries."""
    courses = select(Course.slug, Course.title).where(Course.organisation_id == organisation_id)
    teams = select(Team.id, Team.name).where(Team.id.in_(team_ids))
    return Names(
        courses=dict(db.session.execute(courses).tuples().all()) | dict(modules),
        requirements={each.key: each.title for each in programme.requirements},
        teams=dict(db.session.execute(teams).tuples().all()) if team_ids else {},
    )
