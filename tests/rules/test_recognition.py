from datetime import date, timedelta

import pytest

from app.rules.recognition import Refusal, Ruling, earliest_day, rule
from app.rules.validity import add_months

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("completed_on", "most_months", "valid_months", "expected"),
    [
        (TODAY, 36, None, Ruling(None, None)),
        (TODAY, 36, 12, Ruling(None, date(2027, 11, 16))),
        (date(2026, 11, 17), 36, 12, Ruling(Refusal.IN_THE_FUTURE, date(2027, 11, 17), TODAY)),
        (date(2023, 11, 16), 36, None, Ruling(None, None)),  # to the day
        (date(2023, 11, 15), 36, None, Ruling(Refusal.TOO_LONG_AGO, None, date(2023, 11, 16))),
        (date(2025, 11, 16), 36, 12, Ruling(None, TODAY)),  # its last day is today
        (date(2025, 11, 15), 36, 12, Ruling(Refusal.RUN_OUT, date(2026, 11, 15), date(2026, 11, 15))),
        (date(2020, 1, 1), 36, 12, Ruling(Refusal.TOO_LONG_AGO, date(2021, 1, 1), date(2023, 11, 16))),  # both
        (date(1989, 12, 31), 36, None, Ruling(Refusal.TOO_EARLY, None, date(1990, 1, 1))),
    ],
)
def test_the_ruling(completed_on: date, most_months: int, valid_months: int | None, expected: Ruling) -> None:
    assert rule(completed_on, TODAY, most_months, valid_months) == expected


@pytest.mark.parametrize(
    ("completed_on", "today", "months", "may"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1, True),  # a month after the 31st of January is the end of February
        (date(2026, 1, 28), date(2026, 2, 28), 1, True),
        (date(2026, 1, 31), date(2026, 3, 1), 1, False),
        (date(2024, 2, 29), date(2025, 2, 28), 12, True),
        (date(2024, 2, 29), date(2025, 3, 1), 12, False),
        (date(2026, 8, 31), date(2026, 11, 30), 3, True),
        (date(2026, 8, 31), date(2026, 12, 1), 3, False),
    ],
)
def test_the_ends_of_months(completed_on: date, today: date, months: int, may: bool) -> None:
    assert (rule(completed_on, today, months, None).refusal is None) is may


@pytest.mark.parametrize("months", [1, 6, 12, 36])
def test_the_earliest_day_is_the_first_that_is_recognised(months: int) -> None:
    for today in (date(2024, 1, 1) + timedelta(days=n) for n in range(0, 1_500, 7)):
        earliest = earliest_day(today, months)
        assert add_months(earliest, months) >= today > add_months(earliest - timedelta(days=1), months)
