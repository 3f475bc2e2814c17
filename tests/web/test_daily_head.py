"""When a sign-in may try to sign the day's head."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.web.daily_head import LastTry, is_to_try

TODAY = date(2026, 11, 16)
AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, True),
        (LastTry(TODAY - timedelta(days=1), AT, is_done=True), True),
        (LastTry(TODAY - timedelta(days=1), AT), True),
        (LastTry(TODAY, AT - timedelta(hours=9), is_done=True), False),
        (LastTry(TODAY, AT), False),
        (LastTry(TODAY, AT - timedelta(minutes=9, seconds=59)), False),
        (LastTry(TODAY, AT - timedelta(minutes=10)), True),
        (LastTry(TODAY, AT + timedelta(hours=1)), True),  # the clock was put back
    ],
)
def test_once_a_day_and_a_pause_after_a_fault(last: LastTry | None, expected: bool) -> None:
    assert is_to_try(last, TODAY, AT) is expected
