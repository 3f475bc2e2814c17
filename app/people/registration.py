"""Setting up an organisation, its teams and its people."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.ledger.completions import open_log
from app.models import Organisation, Person, Posting, Team

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`rights` are of trainer, lead and admin; `team` is a name, made if it is new; without one there is no posting."""

    name: str
    email: str
    password_hash: str | None
    team: str | None = None
    job: str = ""
    manages: bool = False
    rights: frozenset[str] = frozenset()


def add_organisation(name: str, colour: str, time_zone: str, exit_url: str, *, is_demo: bool = False) -> Organisation:
    """A new organisation with an empty training log."""
    organisation = Organisation(name=name, colour=colour, time_zone=time_zone, exit_url=exit_url, is_demo=is_demo)
    db.session.add(organisation)
    db.session.flush()
    open_log(organisation.id)
    return organisation


def organisations() -> list[Organisation]:
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name)))


def find_person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def add_person(organisation_id: int, new: NewPerson, starts_on: date) -> Person:
    """A new person, posted to their team from `starts_on`."""
    person = Person(
        organisation_id=organisation_id,
        reference=str(uuid.uuid4()),
        salt=secrets.token_bytes(SALT_BYTES),
        email=new.email.strip().lower(),
        name=new.name.strip(),
        password_hash=new.password_hash,
        is_trainer="trainer" in new.rights,
        is_lead="lead" in new.rights,
        is_admin="admin" in new.rights,
    )
    db.session.add(person)
    db.session.flush()
    if new.team:
        team_id = find_or_add_team(organisation_id, new.team).id
        db.session.add(
            Posting(person_id=person.id, team_id=team_id, job=new.job, manages=new.manages, starts_on=starts_on)
        )
    return person


def find_or_add_team(organisation_id: int, name: str, parent_id: int | None = None) -> Team:
    query = select(Team).where(Team.organisation_id == organisation_id, Team.name == name)
    team = db.session.scalar(query)
    if team is None:
        team = Team(organisation_id=organisation_id, name=name, parent_id=parent_id)
        db.session.add(team)
        db.session.flush()
    return team
