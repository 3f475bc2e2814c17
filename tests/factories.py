"""Rows to test with; a test states only the fields that matter to it."""

import secrets
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

import factory
from argon2 import PasswordHasher
from factory.alchemy import SQLAlchemyModelFactory

from app.assignments.applying import apply_programme
from app.assignments.refreshing import mark_everybody, refresh_some, today_in
from app.database import writing
from app.extensions import db
from app.ledger.completions import record_completion
from app.ledger.entries import CourseCompleted
from app.ledger.writing import open_log
from app.models import (
    Attendance,
    Certificate,
    Course,
    HelpService,
    LocalDetail,
    Organisation,
    Person,
    Posting,
    Team,
    TrainingSession,
)
from app.web import clock

PASSWORD = "three words together"
_PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""As cheap to make and to check as argon2 lets it be."""


class Factory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"


class OrganisationFactory(Factory):
    """An organisation with an empty log."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Northgate Council {n}")
    colour = "#0f5257"
    time_zone = "Europe/London"
    exit_url = "https://www.bbc.co.uk/weather"

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: Any, **kwargs: Any) -> Organisation:
        organisation = super()._create(model_class, *args, **kwargs)
        open_log(organisation.id)
        db.session.commit()
        return organisation


def organisation_of(made: Any) -> int:
    """Of the organisation that is given, else of one of its own; not asked where an id is given."""
    organisation: Organisation = made.organisation or OrganisationFactory()
    return organisation.id


class PersonFactory(Factory):
    """An active person with the password `PASSWORD`."""

    class Meta:
        model = Person

    class Params:
        organisation = None

    organisation_id = factory.LazyAttribute(organisation_of)
    reference = factory.LazyFunction(lambda: str(uuid.uuid4()))
    salt = factory.LazyFunction(lambda: secrets.token_bytes(32))
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = "Ann Lee"
    password_hash = _PASSWORD_HASH


class TeamFactory(Factory):
    class Meta:
        model = Team

    class Params:
        organisation = None

    organisation_id = factory.LazyAttribute(organisation_of)
    name = factory.Sequence(lambda n: f"Team {n}")


class PostingFactory(Factory):
    """A posting that lasts since January 2026."""

    class Meta:
        model = Posting

    starts_on = date(2026, 1, 5)


class LocalDetailFactory(Factory):
    class Meta:
        model = LocalDetail


class HelpServiceFactory(Factory):
    class Meta:
        model = HelpService

    position = factory.Sequence(lambda n: n + 1)
    name = "Northgate Haven"
    phone = "020 7946 0013"
    audience = "Anyone in Northgate"


class CourseFactory(Factory):
    """A course of level 2 that counts for two years."""

    class Meta:
        model = Course

    slug = factory.Sequence(lambda n: f"course-{n}")
    title = "Level 2 day"
    level = 2
    valid_months = 24


class SessionFactory(Factory):
    """A session of the short module, held two weeks before the tests' Monday and not signed."""

    class Meta:
        model = TrainingSession

    course = "short"
    course_title = "Short module"
    level = 1
    valid_months = 12
    method = "in person"
    held_on = date(2026, 11, 2)
    place = "Town Hall"
    delivered_by = "Tara Trainer"
    is_accredited = False


class AttendanceFactory(Factory):
    class Meta:
        model = Attendance

    attended = "full"


def session_by(trainer: Person, *people: Person, **fields: Any) -> TrainingSession:
    """A session with these people on its register; `attended` is how, None where it is not marked."""
    attended = fields.pop("attended", "full")
    session = SessionFactory(organisation_id=trainer.organisation_id, made_by_id=trainer.id, **fields)
    for person in people:
        AttendanceFactory(session_id=session.id, person_id=person.id, attended=attended)
    return session


ASKED = """programme: Training
requirements:
  {course}:
    title: {title}
    who: {who}
    course: {course}
    strength: {strength}
    due: {days} days after joining
"""


def ask(
    organisation_id: int,
    course: str = "short",
    *,
    who: str = "everyone",
    days: int = 30,
    strength: str = "mandatory",
    title: str = "Short module",
) -> None:
    """Have a programme in force that asks one course of `who`, as YAML says it, and work out whom it binds."""
    put_in_force(organisation_id, ASKED.format(course=course, who=who, days=days, strength=strength, title=title))


def put_in_force(organisation_id: int, source: str) -> None:
    """Apply a programme and work everybody out."""
    with writing():
        apply_programme(organisation_id, source, clock.now())
    work_out(organisation_id)


def work_out(organisation_id: int) -> None:
    """Work out those who wait for it, and those whom factories have put straight into the database."""
    with writing():
        mark_everybody(organisation_id)
        while refresh_some(organisation_id, today_in(organisation_id)):
            pass


def member_of(team: Team, **fields: Any) -> Person:
    """A person of the team's organisation who is posted to it."""
    manages = fields.pop("manages", False)
    starts_on = fields.pop("starts_on", date(2026, 1, 5))
    person = PersonFactory(organisation_id=team.organisation_id, **fields)
    PostingFactory(person_id=person.id, team_id=team.id, manages=manages, starts_on=starts_on)
    return person


def complete(person: Person, on: date = date(2026, 11, 2), **facts: Any) -> Certificate:
    """A line of the training log with its certificate: the short module unless `facts` say otherwise."""
    with writing():
        return record(person.id, on, **facts)


def record(person_id: int, on: date, **facts: Any) -> Certificate:
    """The same inside a transaction of the caller's, for many at once."""
    short = {
        "course": "short",
        "title": "Short module",
        "level": 1,
        "method": "e-learning",
        "edition": "0" * 64,
        "valid_until": date(2027, 11, 2),
    }
    completed = CourseCompleted(completed_on=on, **(short | facts))
    return record_completion(person_id, completed, datetime.combine(on, time(9), UTC))
