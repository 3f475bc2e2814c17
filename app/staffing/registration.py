"""Organisations, their teams and their people: who comes, who changes, who leaves."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, or_, select

from app.extensions import db
from app.ledger.writing import open_log
from app.models import Organisation, Person, Posting, Session, Team
from app.web.scope import holds_on

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


def tidy(name: str) -> str:
    """A name without spaces around it, and with one where there are several."""
    return " ".join(name.split())


def alike(name: str) -> str:
    """What two names have in common that differ in spaces and capital letters only."""
    return tidy(name).casefold()


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
        name=tidy(new.name),
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
    """The team of that name, or of one that differs in spaces and capital letters only; made if there is none."""
    query = select(Team).where(Team.organisation_id == organisation_id)
    team = db.session.scalar(query.where(Team.name == name))
    if team is None:
        team = next((each for each in db.session.scalars(query) if alike(each.name) == alike(name)), None)
    if team is None:
        team = Team(organisation_id=organisation_id, name=tidy(name), parent_id=parent_id)
        db.session.add(team)
        db.session.flush()
    return team


def set_password(person: Person, password_hash: str) -> None:
    """A new password, which everybody who is signed in with the old one needs."""
    person.password_hash = password_hash
    end_sessions(person)


def end_sessions(person: Person) -> None:
    db.session.execute(delete(Session).where(Session.person_id == person.id))


def posted_on(person: Person, day: date) -> list[Posting]:
    return list(db.session.scalars(select(Posting).where(Posting.person_id == person.id, holds_on(day))))


def move(person: Person, team_id: int, today: date, *, manages: bool) -> None:
    """Post a person to a team from today, in place of where they were until yesterday. Who had left is back."""
    held = posted_on(person, today)
    job = held[0].job if held else ""
    ends_on = held[0].ends_on if held and person.is_active else None
    for posting in held:
        if posting.starts_on == today:
            db.session.delete(posting)
        else:
            posting.ends_on = today - timedelta(days=1)
    db.session.add(
        Posting(person_id=person.id, team_id=team_id, job=job, manages=manages, starts_on=today, ends_on=ends_on)
    )
    person.is_active = True


def latest_start(person: Person, today: date) -> date | None:
    """When a person began the newest of the postings that have begun."""
    query = select(Posting.starts_on).where(Posting.person_id == person.id, Posting.starts_on <= today)
    return db.session.scalar(query.order_by(Posting.starts_on.desc()).limit(1))


def leave(person: Person, last_day: date, today: date) -> None:
    """End a person's postings on their last day and, once it has come, their account. What they completed stays."""
    not_over = or_(Posting.ends_on.is_(None), Posting.ends_on >= min(last_day, today))
    lasting = select(Posting).where(Posting.person_id == person.id, not_over)
    for posting in db.session.scalars(lasting).all():
        if posting.starts_on > last_day:
            db.session.delete(posting)
        else:
            posting.ends_on = last_day
    if last_day <= today:
        person.is_active = False
        end_sessions(person)
