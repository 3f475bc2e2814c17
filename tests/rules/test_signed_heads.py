from datetime import date

import pytest

from app.rules.signed_heads import is_overdue

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (TODAY, False),
        (date(2026, 11, 13), False),  # over a weekend nobody may have signed in
        (date(2026, 11, 12), True),
    ],
)
def test_when_a_log_should_have_been_signed(since: date, expected: bool) -> None:
    assert is_overdue(since, TODAY) is expected
