"""Training leads are told when the daily signature is missing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.database import writing
from app.ledger.heads import sign_head
from app.web.signing import signing_key
from tests.client import StrictClient
from tests.factories import PersonFactory, TeamFactory, complete, member_of

TODAY = date(2026, 11, 16)
WARNING = "The log has not been signed since"

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def organisation_id(app: Flask) -> int:
    """With an entry of 2 November."""
    team = TeamFactory()
    complete(member_of(team))
    identity: int = team.organisation_id
    return identity


def log_of(app: Flask, organisation_id: int) -> str:
    return StrictClient(app).sign_in(PersonFactory(organisation_id=organisation_id, is_lead=True)).get("/log").words


def test_never_signed(app: Flask, organisation_id: int) -> None:
    assert f"{WARNING} 2 November 2026" in log_of(app, organisation_id)


@pytest.mark.parametrize(("days_ago", "told"), [(0, False), (3, False), (4, True)])
def test_signed_some_days_ago(days_ago: int, told: bool, app: Flask, organisation_id: int) -> None:
    day = TODAY - timedelta(days=days_ago)
    with writing():
        sign_head(organisation_id, signing_key(), day, datetime.combine(day, datetime.min.time(), UTC))
    assert (WARNING in log_of(app, organisation_id)) is told


def test_an_empty_log_needs_no_signature(app: Flask) -> None:
    assert WARNING not in log_of(app, TeamFactory().organisation_id)
