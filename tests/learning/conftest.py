import pytest
from flask import Flask

from app.models import Person
from tests.factories import TeamFactory, member_of


@pytest.fixture
def learner(app: Flask) -> Person:
    return member_of(TeamFactory(), name="Lena Learner")
