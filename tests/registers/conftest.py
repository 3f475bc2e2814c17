import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import StrictClient


@pytest.fixture
def cast(now: object, cast: Cast) -> Cast:
    """People of every role on 16 November 2026, with the short module published."""
    return cast


@pytest.fixture
def trainer(app: Flask, cast: Cast) -> StrictClient:
    return StrictClient(app).sign_in(cast.trainer)


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return StrictClient(app).sign_in(cast.lead)
