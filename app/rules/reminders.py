"""Which reminder is due to a person, and when a mail that did not go out is tried again."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State, is_due_soon, state_on

EARLY = 30
SOON = 7
FIRST_OVERDUE = 1
OVERDUE_EVERY = 14
MOST_OVERDUE = 6
LAST_OVERDUE = FIRST_OVERDUE + OVERDUE_EVERY * MOST_OVERDUE - 1
"""So many days after it was due the last reminder can go out; after that people talk to each other."""

MONDAY = 0

WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Reminder:
    """`step` names it: what is due on a day is reminded of once in each step. `copied` is to the line manager too."""

    step: str
    copied: bool = False


def step_on(today: date, strength: str, due_on: date | None) -> Reminder | None:
    """The step that has been reached on a day, which stays the same until the next is.

    So a reminder that could not go out on its day goes out later, and of several that were missed only the last.
    What is recommended gets one note before it is due; what is available gets none.
    """
    if due_on is None or due_on > today + timedelta(days=EARLY):
        return None
    days_left = (due_on - today).days
    if strength == Strength.RECOMMENDED:
        return Reminder("suggested") if days_left >= 0 else None
    if strength != Strength.MANDATORY:
        return None
    if days_left < 0:
        return _overdue(-days_left)
    if days_left == 0:
        return Reminder("due")
    return Reminder(f"before-{SOON if days_left <= SOON else EARLY}")


def _overdue(days: int) -> Reminder | None:
    number = (days - FIRST_OVERDUE) // OVERDUE_EVERY + 1
    return Reminder(f"overdue-{number}", copied=True) if number <= MOST_OVERDUE else None


def reminder_due(assignment: Assignment, today: date) -> Reminder | None:
    """The step for somebody who can do it today; None for what is done, waits, rests, or is done by doing another."""
    if not can_be_done(assignment, today):
        return None
    return step_on(today, assignment.requirement.strength, assignment.due_on)


def may_be_asked_for(assignment: Assignment, today: date) -> bool:
    """Whether a manager may have somebody reminded of it: mandatory, and overdue or due soon."""
    if assignment.requirement.strength is not Strength.MANDATORY or not can_be_done(assignment, today):
        return False
    return standing(assignment, today) is State.OVERDUE or is_due_soon(assignment.due_on, today)


def in_digest(assignment: Assignment, today: date) -> bool:
    """Whether a manager's weekly digest names it: mandatory, and overdue or due this month."""
    due_on = assignment.due_on
    if assignment.requirement.strength is not Strength.MANDATORY or due_on is None:
        return False
    return can_be_done(assignment, today) and due_on <= end_of_month(today)


def is_digest_day(today: date) -> bool:
    return today.weekday() == MONDAY


def end_of_month(day: date) -> date:
    in_the_next = day.replace(day=28) + timedelta(days=4)
    return in_the_next - timedelta(days=in_the_next.day)


def can_be_done(assignment: Assignment, today: date) -> bool:
    if assignment.status is not Status.ASKED or assignment.covered_by is not None:
        return False
    return standing(assignment, today) is not State.IN_DATE


def standing(assignment: Assignment, today: date) -> State:
    strength, done_on = assignment.requirement.strength, assignment.done_on
    return state_on(today, strength, assignment.status, done_on, assignment.due_on, assignment.opens_on)


def wait_after(tries: int) -> timedelta | None:
    """How long until the next try, after so many that did not work; None when it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
