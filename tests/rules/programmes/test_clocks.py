from datetime import date

import pytest

from app.rules.programmes.clocks import NEVER_AGAIN, first_due, next_due, opens_on
from app.rules.programmes.requirements import Anchor, CountedFrom, FirstDue, Option, Renewal, Requirement
from tests.programmes.people import did

NEW_YEAR, MARCH_END = date(2027, 1, 1), date(2027, 3, 31)
LONG_AGO = date(2020, 6, 1)

COMPLETION, EXPIRY = CountedFrom.COMPLETION, CountedFrom.EXPIRY


@pytest.mark.parametrize(
    ("due", "joined_on", "started_on", "expected"),
    [
        (FirstDue(30), NEW_YEAR, LONG_AGO, date(2027, 1, 31)),
        (FirstDue(0), NEW_YEAR, LONG_AGO, NEW_YEAR),
        (FirstDue(30, Anchor.STARTING), NEW_YEAR, NEW_YEAR, date(2027, 1, 31)),
        (FirstDue(30, Anchor.STARTING), NEW_YEAR, LONG_AGO, NEW_YEAR),  # not before they joined
        (FirstDue(on=MARCH_END), LONG_AGO, LONG_AGO, MARCH_END),
        (FirstDue(on=MARCH_END), date(2028, 1, 1), LONG_AGO, date(2028, 1, 1)),
        (FirstDue(30, Anchor.JOINING, MARCH_END), NEW_YEAR, LONG_AGO, MARCH_END),
        (FirstDue(30, Anchor.JOINING, MARCH_END), MARCH_END, LONG_AGO, MARCH_END),
        (FirstDue(30, Anchor.JOINING, MARCH_END), date(2027, 4, 1), LONG_AGO, date(2027, 5, 1)),
        (FirstDue(), NEW_YEAR, NEW_YEAR, None),
    ],
)
def test_the_first_time(due: FirstDue, joined_on: date, started_on: date, expected: date | None) -> None:
    assert first_due(due, joined_on, started_on) == expected


def requirement(renewal: Renewal, window: int = 3, active: int = 0) -> Requirement:
    return Requirement("core", "Core", ((Option("a"),),), renewal=renewal, window_months=window, active_months=active)


def due(asked: Requirement, *days: date, months: int | None = 36) -> date:
    return next_due(asked, [did("a", day, months=months) for day in days])


@pytest.mark.parametrize(
    ("renewal", "active", "day", "expected"),
    [
        (Renewal(COMPLETION, 12), 0, date(2026, 1, 31), date(2027, 1, 31)),
        (Renewal(COMPLETION, 1), 0, date(2026, 1, 31), date(2026, 2, 28)),
        (Renewal(COMPLETION, 12), 0, date(2028, 2, 29), date(2029, 2, 28)),
        (Renewal(COMPLETION, 48), 0, date(2028, 2, 29), date(2032, 2, 29)),
        (Renewal(EXPIRY, 12), 0, date(2028, 2, 29), date(2029, 2, 28)),
        (Renewal(), 0, date(2026, 1, 31), date(2029, 1, 31)),  # as the certificate says
        (Renewal(), 48, date(2026, 1, 31), date(2030, 1, 31)),  # but it lasts that long at least
        (Renewal(CountedFrom.NEVER), 0, date(2026, 1, 31), NEVER_AGAIN),
        (Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), 0, date(2026, 3, 30), date(2026, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), 0, date(2026, 3, 31), date(2027, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), 6, date(2026, 1, 10), date(2027, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), 6, date(2025, 9, 30), date(2026, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), 6, date(2025, 10, 1), date(2027, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 24, (3, 31)), 0, date(2026, 3, 31), date(2028, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 24, (3, 31)), 0, date(2026, 5, 1), date(2028, 3, 31)),
        (Renewal(CountedFrom.FIXED_DAY, 36, (1, 1)), 0, date(2026, 5, 1), date(2029, 1, 1)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (2, 29)), 0, date(2026, 5, 1), date(2027, 2, 28)),
        (Renewal(CountedFrom.FIXED_DAY, 12, (2, 29)), 0, date(2027, 2, 28), date(2028, 2, 29)),
    ],
)
def test_after_one_completion(renewal: Renewal, active: int, day: date, expected: date) -> None:
    assert due(requirement(renewal, active=active), day) == expected


def test_a_certificate_without_end_is_never_due_again() -> None:
    assert due(requirement(Renewal()), date(2026, 1, 1), months=None) == NEVER_AGAIN


FIRST = date(2026, 5, 31)
YEARLY = requirement(Renewal(EXPIRY, 12))
IN_MARCH = requirement(Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)))
IN_MARCH_OF_EVERY_OTHER = requirement(Renewal(CountedFrom.FIXED_DAY, 24, (3, 31)))
ON_THE_LEAP_DAY = requirement(Renewal(CountedFrom.FIXED_DAY, 24, (2, 29)))


@pytest.mark.parametrize(
    ("asked", "days", "expected"),
    [
        # From expiry: in the window (28 February to 31 May) the day is kept, before and after it is not
        (YEARLY, [FIRST, date(2027, 2, 27)], date(2028, 2, 27)),
        (YEARLY, [FIRST, date(2027, 2, 28)], date(2028, 5, 31)),
        (YEARLY, [FIRST, date(2027, 5, 31)], date(2028, 5, 31)),
        (YEARLY, [FIRST, date(2027, 6, 1)], date(2028, 6, 1)),
        (YEARLY, [FIRST, date(2027, 3, 5), date(2027, 3, 6)], date(2028, 5, 31)),  # twice in one window is once
        (YEARLY, [FIRST, date(2027, 3, 5), date(2028, 3, 5)], date(2029, 5, 31)),
        # One more, much too early, does not spoil those that keep the day
        (YEARLY, [FIRST, date(2026, 8, 1), date(2027, 3, 5)], date(2028, 5, 31)),
        # A month's end is not worn off in February
        (requirement(Renewal(EXPIRY, 1), 0), [date(2026, 1, 31), date(2026, 2, 28)], date(2026, 3, 31)),
        (YEARLY, [date(2028, 2, 29), date(2029, 2, 1), date(2030, 2, 1), date(2031, 2, 1)], date(2032, 2, 29)),
        # On a fixed day: in the window it is the one after
        (IN_MARCH, [FIRST, date(2026, 12, 30)], date(2027, 3, 31)),
        (IN_MARCH, [FIRST, date(2026, 12, 31)], date(2028, 3, 31)),
        (IN_MARCH, [FIRST, date(2027, 3, 31)], date(2028, 3, 31)),
        (IN_MARCH, [FIRST, date(2027, 1, 5), date(2027, 2, 5)], date(2028, 3, 31)),
        (IN_MARCH_OF_EVERY_OTHER, [FIRST, date(2028, 2, 1)], date(2030, 3, 31)),
        (IN_MARCH_OF_EVERY_OTHER, [FIRST, date(2028, 4, 1)], date(2030, 3, 31)),
        (ON_THE_LEAP_DAY, [date(2025, 1, 5), date(2026, 2, 1)], date(2028, 2, 29)),
        (ON_THE_LEAP_DAY, [date(2026, 2, 28), date(2028, 2, 29)], date(2030, 2, 28)),
    ],
)
def test_after_several(asked: Requirement, days: list[date], expected: date) -> None:
    assert due(asked, *days) == expected


@pytest.mark.parametrize(
    ("window", "due_on", "expected"),
    [
        (3, date(2027, 5, 31), date(2027, 2, 28)),
        (0, date(2027, 5, 31), date(2027, 5, 31)),
        (3, NEVER_AGAIN, NEVER_AGAIN),
    ],
)
def test_when_it_opens(window: int, due_on: date, expected: date) -> None:
    assert opens_on(requirement(Renewal(COMPLETION, 36), window), due_on) == expected
