import pytest
from flask import Flask

from app.content.edition import Edition
from tests.cast import Cast, make_cast
from tests.client import StrictClient


@pytest.fixture
def cast(app: Flask, now: object, published: Edition) -> Cast:
    """People of every role on 16 November 2026, with the short module published."""
    return make_cast()


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return StrictClient(app).sign_in(cast.lead)
