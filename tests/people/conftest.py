import pytest
from flask import Flask

from app.models import Person, Team
from tests.factories import TeamFactory, ask, complete, member_of


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory(name="Repairs")
    ask(made.organisation_id, title="Core")
    return made


@pytest.fixture
def manager(team: Team) -> Person:
    person = member_of(team, name="Mani Manager", manages=True)
    complete(person)
    return person
