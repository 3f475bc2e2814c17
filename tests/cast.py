"""One person of every role in one organisation, and the people of another."""

from dataclasses import dataclass

from app.models import Organisation, Person, Team
from tests.factories import OrganisationFactory, TeamFactory, member_of


@dataclass(frozen=True, slots=True)
class Cast:
    """`learner` is in `team`, which `manager` manages, most others in `office`; `other_…` are from elsewhere."""

    organisation: Organisation
    team: Team
    office: Team
    learner: Person
    colleague: Person
    manager: Person
    trainer: Person
    lead: Person
    admin: Person
    coordinator: Person
    other_team: Team
    other_learner: Person
    other_manager: Person
    other_lead: Person


ROLES = (
    "anonymous",
    "colleague",
    "manager",
    "trainer",
    "lead",
    "admin",
    "coordinator",
    "other_learner",
    "other_manager",
    "other_lead",
    "learner",
)
"""The learner, who owns what others try to reach, comes last: only they can change it."""


def make_cast() -> Cast:
    organisation = OrganisationFactory()
    team, office = (TeamFactory(organisation_id=organisation.id, name=name) for name in ("Repairs", "Office"))
    other_team = TeamFactory()
    return Cast(
        organisation=organisation,
        team=team,
        office=office,
        learner=member_of(team, name="Lena Learner"),
        colleague=member_of(office, name="Cole Colleague"),
        manager=member_of(team, name="Mani Manager", manages=True),
        trainer=member_of(office, name="Tara Trainer", is_trainer=True),
        lead=member_of(office, name="Lee Lead", is_lead=True),
        admin=member_of(office, name="Ada Admin", is_admin=True),
        coordinator=member_of(office, name="Cora Coordinator", is_coordinator=True),
        other_team=other_team,
        other_learner=member_of(other_team, name="Olga Other"),
        other_manager=member_of(other_team, name="Omar Other", manages=True),
        other_lead=member_of(other_team, name="Otto Other", is_lead=True),
    )
