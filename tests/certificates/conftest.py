import pytest
from flask import Flask

from app.models import Certificate, Person
from tests.client import StrictClient
from tests.factories import TeamFactory, complete, member_of


@pytest.fixture
def owner(app: Flask, now: object) -> Person:
    return member_of(TeamFactory(), name="Siân Ŵyn ap Gwŷnn")


@pytest.fixture
def certificate(owner: Person) -> Certificate:
    """For the short module, 2 November 2026 to 2 November 2027."""
    return complete(owner)


@pytest.fixture
def reader(client: StrictClient, owner: Person) -> StrictClient:
    return client.sign_in(owner)
