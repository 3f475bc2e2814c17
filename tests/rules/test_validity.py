from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.validity import (
    Completion,
    Standing,
    add_months,
    may_enrol,
    may_renew,
    renewal_opens_on,
    standing,
    valid_until,
)

DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))
MONTHS = st.integers(0, 600)
LAST = date(2027, 11, 16)
DAY = timedelta(days=1)
UNTIL_LAST = Completion("short", LAST - timedelta(days=365), LAST)
FOR_GOOD = Completion("short", LAST, None)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # no 31 February
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a leap year
        (date(2028, 2, 29), 12, date(2029, 2, 28)),  # no 29 February a year later
        (date(2028, 2, 29), 48, date(2032, 2, 29)),  # but four years later
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),  # over the new year
        (date(2026, 11, 30), 1, date(2026, 12, 30)),  # December does not become month 0
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 16), 36, date(2029, 11, 16)),
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(day=DAYS, months=MONTHS)
def test_months_never_run_over_into_the_next_one(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + DAY).day == 1


@given(day=DAYS, other=DAYS, months=MONTHS, more=MONTHS)
def test_later_days_and_more_months_never_end_earlier(day: date, other: date, months: int, more: int) -> None:
    first, second = sorted((day, other))
    assert add_months(first, months) <= add_months(second, months)
    assert add_months(day, months) <= add_months(day, months + more)


def test_some_completions_never_run_out() -> None:
    assert valid_until(date(2026, 11, 16), None) is None
    assert valid_until(date(2026, 11, 16), 12) == LAST


@pytest.mark.parametrize(
    ("last_day", "superseded", "today", "expected"),
    [
        (LAST, False, LAST - DAY, Standing.VALID),
        (LAST, False, LAST, Standing.VALID),  # the last day counts
        (LAST, False, LAST + DAY, Standing.EXPIRED),
        (None, False, date(2999, 1, 1), Standing.VALID),  # never runs out
        (LAST, True, LAST - DAY, Standing.SUPERSEDED),
        (LAST, True, LAST + DAY, Standing.SUPERSEDED),  # even when it has run out since
        (None, True, LAST, Standing.SUPERSEDED),
    ],
)
def test_standing(last_day: date | None, superseded: bool, today: date, expected: Standing) -> None:
    assert standing(last_day, today, superseded=superseded) is expected
    assert standing(last_day, today, superseded=superseded, withdrawn=True) is Standing.WITHDRAWN


@pytest.mark.parametrize(
    ("last_day", "today", "expected"),
    [
        (LAST, LAST - 91 * DAY, False),  # a day too early
        (LAST, LAST - 90 * DAY, True),  # the first day of the window
        (LAST, LAST, True),
        (LAST, LAST + DAY, True),  # run out: renew now
        (LAST, LAST + 4000 * DAY, True),
        (None, LAST, False),  # nothing to renew, ever
    ],
)
def test_when_a_renewal_may_begin(last_day: date | None, today: date, expected: bool) -> None:
    assert may_renew(last_day, today) is expected


@pytest.mark.parametrize(
    ("has_passed", "latest", "today", "expected"),
    [
        (False, None, LAST, True),  # not begun, or under way
        (False, UNTIL_LAST, LAST - 200 * DAY, True),  # under way while an earlier pass still counts
        (True, UNTIL_LAST, LAST - 91 * DAY, False),  # a day too early
        (True, UNTIL_LAST, LAST - 90 * DAY, True),
        (True, UNTIL_LAST, LAST + DAY, True),
        (True, FOR_GOOD, LAST, False),  # passed for good
        (True, None, LAST, True),  # passed, but that was withdrawn
    ],
)
def test_who_may_go_on_or_begin_anew(has_passed: bool, latest: Completion | None, today: date, expected: bool) -> None:
    assert may_enrol(has_passed, latest, today) is expected


@pytest.mark.parametrize(("last_day", "expected"), [(LAST, LAST - 90 * DAY), (None, None)])
def test_the_day_from_which_it_can_be_renewed(last_day: date | None, expected: date | None) -> None:
    assert renewal_opens_on(last_day) == expected
