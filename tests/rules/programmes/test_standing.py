from datetime import date, timedelta

import pytest

from app.rules.programmes.assigning import Status
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import Coverage, State, coverage_of, is_due_soon, state_on

TODAY = date(2027, 3, 1)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("done_on", "due_on", "opens_on", "expected"),
    [
        (None, AFTER, BEFORE, State.NOT_YET),
        (None, TODAY, BEFORE, State.NOT_YET),  # the day itself is not late
        (None, BEFORE, BEFORE, State.OVERDUE),
        (None, None, BEFORE, State.NOT_YET),
        (BEFORE, AFTER, AFTER, State.IN_DATE),
        (BEFORE, AFTER, TODAY, State.RENEW),
        (BEFORE, TODAY, BEFORE, State.RENEW),
        (BEFORE, BEFORE, BEFORE, State.OVERDUE),
        (BEFORE, None, None, State.IN_DATE),
    ],
)
def test_what_is_mandatory(done_on: date | None, due_on: date | None, opens_on: date | None, expected: State) -> None:
    assert state_on(TODAY, Strength.MANDATORY, Status.ASKED, done_on, due_on, opens_on) is expected


@pytest.mark.parametrize("strength", [Strength.RECOMMENDED, Strength.AVAILABLE])
@pytest.mark.parametrize(
    ("done_on", "due_on", "expected"),
    [(None, BEFORE, State.SUGGESTED), (None, None, State.SUGGESTED), (BEFORE, BEFORE, State.SUGGESTED),
     (BEFORE, AFTER, State.IN_DATE)],
)  # fmt: skip
def test_what_is_not_mandatory_is_never_overdue(
    strength: Strength, done_on: date | None, due_on: date | None, expected: State
) -> None:
    assert state_on(TODAY, strength, Status.ASKED, done_on, due_on, AFTER) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.WAITING, State.WAITING), (Status.PAUSED, State.PAUSED), (Status.EXEMPT, State.EXEMPT)],
)
def test_what_is_not_asked_now_is_never_overdue(status: Status, expected: State) -> None:
    assert state_on(TODAY, Strength.MANDATORY, status, None, BEFORE, BEFORE) is expected


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (30, True), (31, False)])
def test_due_soon(days: int, expected: bool) -> None:
    assert is_due_soon(TODAY + timedelta(days=days), TODAY) is expected


def test_nothing_is_not_due_soon() -> None:
    assert is_due_soon(None, TODAY) is False


def test_coverage_counts_everybody_once() -> None:
    counts = {state: number for number, state in enumerate(State, start=1)}
    found = coverage_of(counts)
    assert found.bound + found.not_counted == sum(counts.values())
    assert found.in_date == counts[State.IN_DATE] + counts[State.RENEW]
    assert found.not_counted == counts[State.WAITING] + counts[State.PAUSED] + counts[State.EXEMPT]


def test_the_share_of_those_bound() -> None:
    assert Coverage(in_date=9, overdue=1, not_counted=90).share == 0.9
    assert Coverage(not_counted=5).share is None
