import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import CourseFactory, ask
from tests.web.scene import client_of


@pytest.fixture
def cast(now: object, cast: Cast) -> Cast:
    """People of every role, of whom the short module is asked; and a course elsewhere."""
    CourseFactory(organisation_id=cast.organisation.id, slug="talk", title="A talk")
    ask(cast.organisation.id)
    return cast


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "lead")


@pytest.fixture
def admin(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "admin")
