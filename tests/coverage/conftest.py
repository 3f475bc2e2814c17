import pytest
from flask import Flask

from tests.client import StrictClient
from tests.coverage.council import Council, make_council


@pytest.fixture
def council(app: Flask, now: object) -> Council:
    return make_council()


@pytest.fixture
def lead(app: Flask, council: Council) -> StrictClient:
    """The council's training lead, signed in."""
    return StrictClient(app).sign_in(council.lead)
