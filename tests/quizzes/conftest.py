import pytest
from flask import Flask

from app.content.edition import Edition
from app.models import Person
from tests.client import StrictClient
from tests.factories import TeamFactory, member_of


@pytest.fixture
def learner(app: Flask, published: Edition) -> Person:
    return member_of(TeamFactory(), name="Lena Learner", email="lena@example.org")


@pytest.fixture
def sitter(client: StrictClient, learner: Person) -> StrictClient:
    """The learner, signed in."""
    return client.sign_in(learner)
