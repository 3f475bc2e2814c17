"""Which reminder is due on 16 November 2026, a Monday."""

from datetime import date, timedelta

import pytest

from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.careers import Job, Post
from app.rules.programmes.requirements import Requirement, Strength
from app.rules.programmes.spells import Spell
from app.rules.reminders import (
    Reminder,
    end_of_month,
    in_digest,
    is_digest_day,
    may_be_asked_for,
    reminder_due,
    wait_after,
)

TODAY = date(2026, 11, 16)
LONG_AGO = date(2026, 1, 5)


def asked(days_left: int | None, **more: object) -> Assignment:
    """Due in so many days; never done, and mandatory, unless `more` says otherwise."""
    strength = more.pop("strength", Strength.MANDATORY)
    facts: dict[str, object] = {
        "requirement": Requirement("core", "Core", (), strength=strength),  # type: ignore[arg-type]
        "status": Status.ASKED,
        "post": Post(Job(), Spell(LONG_AGO)),
        "bound_since": LONG_AGO,
        "opens_on": LONG_AGO,
        "due_on": None if days_left is None else TODAY + timedelta(days=days_left),
    }
    return Assignment(**(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_left", "step", "copied"),
    [
        (None, None, False),  # never due
        (400, None, False),
        (31, None, False),
        (30, "before-30", False),
        (29, "before-30", False),  # the same step: its key was used, so nothing more goes out
        (8, "before-30", False),  # who is asked at short notice gets it late rather than never
        (7, "before-7", False),
        (1, "before-7", False),
        (0, "due", False),
        (-1, "overdue-1", True),
        (-14, "overdue-1", True),
        (-15, "overdue-2", True),
        (-28, "overdue-2", True),
        (-29, "overdue-3", True),
        (-71, "overdue-6", True),
        (-84, "overdue-6", True),
        (-85, None, False),  # six are enough
        (-1000, None, False),
    ],
)
def test_the_steps_of_what_is_mandatory(days_left: int | None, step: str | None, copied: bool) -> None:
    assert reminder_due(asked(days_left), TODAY) == (None if step is None else Reminder(step, copied))


@pytest.mark.parametrize(("days_left", "step"), [(31, None), (30, "suggested"), (0, "suggested"), (-1, None)])
def test_what_is_recommended_gets_one_note_before_it_is_due(days_left: int, step: str | None) -> None:
    due = reminder_due(asked(days_left, strength=Strength.RECOMMENDED), TODAY)
    assert due == (None if step is None else Reminder(step))


@pytest.mark.parametrize("days_left", [30, 7, 0, -1, -15])
@pytest.mark.parametrize(
    "more",
    [
        {"strength": Strength.AVAILABLE},
        {"status": Status.PAUSED},  # away
        {"status": Status.EXEMPT},
        {"status": Status.WAITING},  # something else comes first
        {"covered_by": "refresher"},  # doing another, which is open, does this too
    ],
)
def test_nothing_for_what_is_not_to_be_done_now(days_left: int, more: dict[str, object]) -> None:
    assert reminder_due(asked(days_left, **more), TODAY) is None
    assert not may_be_asked_for(asked(days_left, **more), TODAY)
    assert not in_digest(asked(days_left, **more), TODAY)


def test_nothing_before_it_can_be_renewed() -> None:
    done = {"done_on": LONG_AGO}
    assert reminder_due(asked(20, **done, opens_on=TODAY + timedelta(days=10)), TODAY) is None
    assert reminder_due(asked(20, **done, opens_on=TODAY), TODAY) == Reminder("before-30")


def test_what_ran_out_is_overdue_though_it_was_done_once() -> None:
    assert reminder_due(asked(-1, done_on=LONG_AGO), TODAY) == Reminder("overdue-1", copied=True)


def test_each_step_once_over_a_whole_year() -> None:
    """Looked at every day, the key changes exactly as often as there are steps."""
    due_on = TODAY + timedelta(days=100)
    steps = []
    for day in range(365):
        due = reminder_due(asked(100), TODAY + timedelta(days=day))
        if due is not None and due.step not in steps:
            steps.append(due.step)
            steps_on = TODAY + timedelta(days=day)
            assert abs((steps_on - due_on).days) in {30, 7, 0, 1, 15, 29, 43, 57, 71}
    assert steps == ["before-30", "before-7", "due", *(f"overdue-{number}" for number in range(1, 7))]


@pytest.mark.parametrize(("days_left", "may"), [(31, False), (30, True), (0, True), (-1, True), (-500, True)])
def test_when_a_manager_may_have_somebody_reminded(days_left: int, may: bool) -> None:
    assert may_be_asked_for(asked(days_left), TODAY) is may


def test_a_manager_has_nobody_reminded_of_what_is_recommended() -> None:
    assert not may_be_asked_for(asked(3, strength=Strength.RECOMMENDED), TODAY)


@pytest.mark.parametrize(
    ("days_left", "named"),
    [
        (None, False),
        (15, False),  # 1 December
        (14, True),  # 30 November
        (0, True),
        (-1, True),
        (-500, True),
    ],
)
def test_whom_the_digest_names(days_left: int | None, named: bool) -> None:
    assert in_digest(asked(days_left), TODAY) is named


def test_the_digest_names_nobody_for_what_is_recommended() -> None:
    assert not in_digest(asked(-3, strength=Strength.RECOMMENDED), TODAY)


def test_digests_are_for_mondays() -> None:
    assert [is_digest_day(TODAY + timedelta(days=day)) for day in range(8)] == [True, *[False] * 6, True]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_the_end_of_a_month(day: date, last: date) -> None:
    assert end_of_month(day) == last


def test_how_long_a_mail_waits_after_each_try() -> None:
    minutes = [None if wait is None else wait.total_seconds() / 60 for wait in map(wait_after, range(1, 7))]
    assert minutes == [5, 30, 120, 720, None, None]
