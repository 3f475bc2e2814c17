"""A small organisation with a programme that asks something of everybody, of Repairs, and of who manages its people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Assignment, Person, Posting, Team, TeamAlias
from app.staffing.refused import Refused
from tests.factories import OrganisationFactory, TeamFactory, member_of, put_in_force

PROGRAMME = """programme: Training
requirements:
  core:
    title: Level 1
    who: everyone
    course: short
    due: 30 days after joining
  repairs:
    title: For Repairs
    who: {team: Repairs}
    course: in-homes
    due: 30 days after joining
  managers:
    title: For managers of Repairs
    who: {line managers of: {team: Repairs}}
    course: managing
    due: 30 days after joining
"""


class Place:
    """An organisation: `housing` with `repairs` below it, and `office`. `ann` is in Repairs, `bob` in Office."""

    def __init__(self) -> None:
        self.id = OrganisationFactory(name="Northgate").id
        self.housing = TeamFactory(organisation_id=self.id, name="Housing")
        self.repairs = TeamFactory(organisation_id=self.id, name="Repairs", parent_id=self.housing.id)
        self.office = TeamFactory(organisation_id=self.id, name="Office")
        self.ann = member_of(self.repairs, name="Ann Lee")
        self.bob = member_of(self.office, name="Bob Day")
        put_in_force(self.id, PROGRAMME)


@pytest.fixture
def place(app: Flask, now: object) -> Place:
    return Place()


def asked(person: Person) -> list[str]:
    """What the table of assignments asks of somebody now."""
    db.session.rollback()
    query = select(Assignment.requirement).where(Assignment.person_id == person.id, Assignment.known_to.is_(None))
    return sorted(db.session.scalars(query))


def row(person: Person, requirement: str) -> Assignment:
    db.session.rollback()
    mine = Assignment.person_id == person.id, Assignment.requirement == requirement, Assignment.known_to.is_(None)
    return db.session.scalars(select(Assignment).where(*mine)).one()


def postings(person: Person) -> list[tuple[object, ...]]:
    """Team, first day, last day, oldest first."""
    db.session.rollback()
    query = select(Team.name, Posting.starts_on, Posting.ends_on).join(Team, Team.id == Posting.team_id)
    mine = query.where(Posting.person_id == person.id).order_by(Posting.starts_on, Posting.id)
    return [tuple(each) for each in db.session.execute(mine)]


def aliases(team: Team) -> list[str]:
    db.session.rollback()
    query = select(TeamAlias.name).where(TeamAlias.team_id == team.id)
    return list(db.session.scalars(query.order_by(TeamAlias.name)))


def write(act: Callable[..., object], *given: object, **named: object) -> None:
    """One change, as a request does it."""
    with writing():
        act(*given, **named)


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The change inside is refused with these words."""
    with pytest.raises(Refused) as caught:
        yield
    assert words in caught.value.sentence
