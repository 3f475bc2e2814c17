"""One person of every role in one organisation, and the people of another."""

from dataclasses import dataclass, fields
from typing import Any

from app.extensions import db
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


Ids = dict[str, tuple[type[Any], int]]


def ids_of(cast: Cast) -> Ids:
    members = {each.name: getattr(cast, each.name) for each in fields(cast)}
    return {name: (type(row), row.id) for name, row in members.items()}


def cast_of(ids: Ids) -> Cast:
    """As they are in the database now."""
    return Cast(**{name: db.session.get_one(model, id_) for name, (model, id_) in ids.items()})
