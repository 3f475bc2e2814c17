from datetime import date

import pytest

from app.rules.retention import FEWEST_MONTHS, Periods, cut_offs, is_sensible


@pytest.mark.parametrize(
    ("today", "months", "kept_from"),
    [
        (date(2026, 11, 16), 24, date(2024, 11, 16)),
        (date(2026, 11, 16), 3, date(2026, 8, 16)),
        # a shorter month: its last day
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        # over the turn of the year
        (date(2027, 1, 1), 3, date(2026, 10, 1)),
        (date(2026, 11, 16), None, None),
    ],
)
def test_what_is_older_than_this_day_goes(today: date, months: int | None, kept_from: date | None) -> None:
    cut = cut_offs(Periods(leavers=months, answers=months, looks=months), today)
    assert (cut.leavers, cut.answers, cut.looks) == (kept_from,) * 3


def test_each_period_is_its_own() -> None:
    cut = cut_offs(Periods(leavers=12, answers=6, looks=None), date(2026, 11, 16))
    assert (cut.leavers, cut.answers, cut.looks) == (date(2025, 11, 16), date(2026, 5, 16), None)


def test_people_and_answers_are_kept_for_good_unless_somebody_says_otherwise() -> None:
    assert Periods() == Periods(leavers=None, answers=None, looks=24)


@pytest.mark.parametrize(
    ("months", "sensible"), [(0, False), (1, False), (2, False), (FEWEST_MONTHS, True), (1_200, True), (1_201, False)]
)
def test_a_period_that_is_a_slip_is_not_sensible(months: int, sensible: bool) -> None:
    assert is_sensible(months) is sensible
