import pytest
from flask import Flask

from app.models import Certificate
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import complete


@pytest.fixture
def cast(now: object, cast: Cast) -> Cast:
    """People of every role on 16 November 2026, with the short module published."""
    return cast


@pytest.fixture
def certificate(cast: Cast) -> Certificate:
    """The learner's, for entry 1: the short module on 2 November 2026."""
    return complete(cast.learner)


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return StrictClient(app).sign_in(cast.lead)
