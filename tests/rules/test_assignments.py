from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.rules.assignments import Asked, Assignment, State, assign, is_due_soon, strictest
from app.rules.validity import Completion

JOINED = date(2026, 10, 5)
FIRST_DUE = date(2026, 11, 4)
DONE_ON = date(2026, 10, 20)
LAST = date(2027, 10, 20)
DAY = timedelta(days=1)

ASKED = Asked(course="awareness", mandatory=True, within_days=30, bound_on=JOINED)
DONE = Completion("awareness", DONE_ON, LAST)
DONE_FOR_GOOD = Completion("awareness", DONE_ON, None)


@pytest.mark.parametrize(
    ("done", "today", "state", "due_on"),
    [
        (None, JOINED, State.DUE, FIRST_DUE),  # the first day in post
        (None, FIRST_DUE, State.DUE, FIRST_DUE),  # there is time until the end of the day
        (None, FIRST_DUE + DAY, State.OVERDUE, FIRST_DUE),
        (None, JOINED - 10 * DAY, State.DUE, FIRST_DUE),  # known before they start
        (DONE, DONE_ON, State.DONE, None),  # just done: nothing is due
        (DONE, LAST - 91 * DAY, State.DONE, None),
        (DONE, LAST - 90 * DAY, State.RENEW, LAST),  # the window for renewing opens
        (DONE, LAST, State.RENEW, LAST),  # the last day still counts
        (DONE, LAST + DAY, State.OVERDUE, LAST),
        (DONE, LAST + 5000 * DAY, State.OVERDUE, LAST),
        (DONE_FOR_GOOD, date(2999, 1, 1), State.DONE, None),
        (Completion("awareness", date(2020, 1, 1), date(2021, 1, 1)), JOINED, State.OVERDUE, date(2021, 1, 1)),  # old
    ],
)
def test_what_is_asked(done: Completion | None, today: date, state: State, due_on: date | None) -> None:
    expected = Assignment(
        course="awareness",
        mandatory=True,
        state=state,
        due_on=due_on,
        completed_on=done.completed_on if done else None,
        valid_until=done.valid_until if done else None,
    )
    found = assign(ASKED, done, today)
    assert found == expected
    assert found.is_open is (state is not State.DONE)


def test_what_is_recommended_stays_recommended() -> None:
    asked = Asked(course="managers", mandatory=False, within_days=0, bound_on=JOINED)
    assert assign(asked, None, JOINED) == Assignment("managers", False, State.DUE, JOINED, None, None)
    assert assign(asked, DONE, DONE_ON).mandatory is False


@pytest.mark.parametrize(
    ("due_on", "soon"),
    [
        (None, False),
        (JOINED - DAY, False),  # overdue is not soon
        (JOINED, True),
        (JOINED + 30 * DAY, True),
        (JOINED + 31 * DAY, False),
    ],
)
def test_due_soon(due_on: date | None, soon: bool) -> None:
    assert is_due_soon(due_on, today=JOINED) is soon


@pytest.mark.parametrize(
    ("asked", "wins"),
    [
        ([ASKED], ASKED),
        ([replace(ASKED, within_days=60), ASKED], ASKED),  # the one that is due first
        ([replace(ASKED, mandatory=False, within_days=1), ASKED], ASKED),  # a must before a should, however near
        ([replace(ASKED, bound_on=JOINED - DAY, within_days=32), ASKED], ASKED),  # due, not bound, is what counts
    ],
)
def test_the_strictest_requirement_of_a_course_binds(asked: list[Asked], wins: Asked) -> None:
    assert strictest(asked) == {"awareness": wins}
    assert strictest(reversed(asked)) == {"awareness": wins}


def test_courses_do_not_bind_each_other() -> None:
    other = replace(ASKED, course="refresher")
    assert strictest([ASKED, other]) == {"awareness": ASKED, "refresher": other}
