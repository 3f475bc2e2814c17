import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Organisation, OutgoingMail, Person, Team
from tests.factories import PASSWORD, TeamFactory, member_of


@pytest.fixture
def team(app: Flask) -> Team:
    return TeamFactory(name="Repairs")


@pytest.fixture
def person(team: Team) -> Person:
    """Somebody with the address ann@example.org and the password `PASSWORD`."""
    return colleague(team, email="ann@example.org")


@pytest.fixture
def right(person: Person) -> dict[str, str]:
    """What this person types to sign in."""
    return {"email": person.email, "password": PASSWORD}


@pytest.fixture
def operative(team: Team) -> Person:
    """Somebody with the staff number R104, no email address and the password `PASSWORD`."""
    return colleague(team, name="Rob Repairs", email=None, staff_number="R104")


@pytest.fixture
def lead(team: Team) -> Person:
    return colleague(team, name="Lee Lead", is_lead=True)


def colleague(team: Team, **fields: Any) -> Person:
    """A member of the team, in the one organisation that there is."""
    return member_of(team, organisation=db.session.get_one(Organisation, team.organisation_id), **fields)


def mails_to(person: Person) -> list[OutgoingMail]:
    """What is queued for somebody, the oldest first."""
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.person_id == person.id)
    return list(db.session.scalars(query.order_by(OutgoingMail.id)))


def link_in(mail: OutgoingMail) -> str:
    """The path of the link that a mail carries."""
    found = re.search(r"http://localhost(/sign-in/link/\S+)", mail.body or "")
    assert found, mail.body
    return found[1]
