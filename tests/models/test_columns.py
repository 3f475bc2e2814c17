from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.extensions import db
from app.models import Attempt, Edition
from app.models.columns import Instant
from tests.models.rows import insert

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 16, 9, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 7, 1, 10, 30, tzinfo=ZoneInfo("Europe/London")),
        datetime(2026, 11, 16, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=14))),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_in_utc_to_the_microsecond(instant: datetime) -> None:
    key = insert("editions", published_at=instant)["id"]
    found = db.session.scalar(select(Edition.published_at).where(Edition.id == key))
    assert found == instant
    assert found.tzinfo is UTC


def test_an_instant_may_be_missing() -> None:
    key = insert("attempts", handed_in_at=None)["id"]
    assert db.session.scalar(select(Attempt.handed_in_at).where(Attempt.id == key)) is None


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        insert("editions", published_at=datetime(2026, 11, 16, 9, 30))  # noqa: DTZ001 - that is what is refused


def test_instants_of_different_zones_compare_rightly_in_the_database() -> None:
    early = insert("editions", published_at=datetime(2026, 11, 16, 1, 0, tzinfo=timezone(timedelta(hours=5))))
    late = insert("editions", published_at=datetime(2026, 11, 15, 23, 0, tzinfo=UTC))
    half_past = datetime(2026, 11, 15, 22, 0, tzinfo=timezone(timedelta(0)))
    found = db.session.scalars(select(Edition.id).where(Edition.published_at > half_past)).all()
    assert late["id"] in found
    assert early["id"] not in found


def test_an_attempt_tells_when_it_ended_and_not_how_long_it_took() -> None:
    instants = [column.name for column in Attempt.__table__.columns if isinstance(column.type, Instant)]
    assert instants == ["handed_in_at"]
