"""The people of a scope and what they have completed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.ledger.standing import is_latest
from app.models import LogEntry, Module, Person, Posting, Requirement, Team
from app.rules.assignments import Asked
from app.rules.validity import Completion
from app.web.scope import Scope, holds_on, within


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the scope today. `team` names each of their teams in it; `joined_on` began their first posting."""

    person_id: int
    name: str
    team: str
    manages: bool
    joined_on: date


def members(scope: Scope, today: date) -> list[Member]:
    """The people who hold a posting in the scope today, by name; each once, however many postings they hold."""
    first = (
        select(Posting.person_id, func.min(Posting.starts_on).label("joined_on")).group_by(Posting.person_id).subquery()
    )
    managers = select(Posting.person_id).where(Posting.manages, holds_on(today)).correlate(None)
    query = (
        select(Person.id, Person.name, Person.id.in_(managers), first.c.joined_on, Team.name)
        .join(Posting, Posting.person_id == Person.id)
        .join(Team, Team.id == Posting.team_id)
        .join(first, first.c.person_id == Person.id)
        .where(Person.organisation_id == scope.organisation_id, Person.is_active, holds_on(today), within(scope))
        .order_by(Person.name, Person.id, Team.name)
    )
    found: dict[tuple[int, str, bool, date], list[str]] = {}
    for person_id, name, manages, joined_on, team in db.session.execute(query):
        found.setdefault((person_id, name, manages, joined_on), []).append(team)
    return [
        Member(person_id, name, ", ".join(teams), manages, joined_on)
        for (person_id, name, manages, joined_on), teams in found.items()
    ]


def latest_completions(scope: Scope, today: date) -> dict[tuple[int, str], Completion]:
    """The newest completion of each course for each person in the scope, by person id and course."""
    people = (
        select(Posting.person_id)
        .join(Team, Team.id == Posting.team_id)
        .where(Team.organisation_id == scope.organisation_id, holds_on(today), within(scope))
    )
    query = select(LogEntry.person_id, LogEntry.course, LogEntry.completed_on, LogEntry.valid_until).where(
        LogEntry.organisation_id == scope.organisation_id, LogEntry.person_id.in_(people), is_latest(LogEntry)
    )
    return {(row[0], row[1]): Completion(row[1], row[2], row[3]) for row in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class RequiredModule:
    """A requirement before it is applied to anybody. `audience` is `everyone` or `managers`."""

    course: str
    audience: str
    mandatory: bool
    within_days: int

    def binding(self, member: Member) -> Asked | None:
        if self.audience == "managers" and not member.manages:
            return None
        return Asked(self.course, self.mandatory, self.within_days, member.joined_on)


def required_modules(organisation_id: int) -> list[RequiredModule]:
    query = (
        select(Module.slug, Requirement.audience, Requirement.is_mandatory, Requirement.within_days)
        .join(Module, Module.id == Requirement.module_id)
        .where(Requirement.organisation_id == organisation_id)
        .order_by(Requirement.id)
    )
    return [RequiredModule(*row) for row in db.session.execute(query)]
