import pytest
from flask import Flask

from app.models import Person
from tests.factories import PASSWORD, TeamFactory, member_of


@pytest.fixture
def person(app: Flask) -> Person:
    """Somebody with the address ann@example.org and the password `PASSWORD`."""
    return member_of(TeamFactory(), email="ann@example.org")


@pytest.fixture
def right(person: Person) -> dict[str, str]:
    """What this person types to sign in."""
    return {"email": person.email, "password": PASSWORD}
