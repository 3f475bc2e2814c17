"""Where an assignment stands on a day, and what many of them come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.requirements import Strength

DUE_SOON = timedelta(days=30)


class State(StrEnum):
    """Where an assignment stands. RENEW is in date, and may be done again by now; NOT_YET was never done."""

    OVERDUE = "overdue"
    NOT_YET = "not-yet"
    RENEW = "renew"
    IN_DATE = "in-date"
    SUGGESTED = "suggested"
    WAITING = "waiting"
    PAUSED = "paused"
    EXEMPT = "exempt"


NOT_COUNTED = frozenset({State.WAITING, State.PAUSED, State.EXEMPT})
"""Who is not asked now: neither in date nor a gap."""

COVERED = frozenset({State.IN_DATE, State.RENEW})

_AT_REST = {Status.WAITING: State.WAITING, Status.PAUSED: State.PAUSED, Status.EXEMPT: State.EXEMPT}


def state_on(
    day: date, strength: str, status: str, done_on: date | None, due_on: date | None, opens_on: date | None
) -> State:
    """The state on a day of what is kept of an assignment."""
    if status != Status.ASKED:
        return _AT_REST[Status(status)]
    if done_on is not None and (due_on is None or due_on >= day):
        return State.RENEW if due_on is not None and opens_on is not None and opens_on <= day else State.IN_DATE
    if strength != Strength.MANDATORY:
        return State.SUGGESTED
    return State.OVERDUE if due_on is not None and due_on < day else State.NOT_YET


def state_of(assignment: Assignment, day: date) -> State:
    strength, status = assignment.requirement.strength, assignment.status
    return state_on(day, strength, status, assignment.done_on, assignment.due_on, assignment.opens_on)


def opens_for(assignment: Assignment, course: str, method: str) -> date | None:
    """From when doing a course in a way would do what is asked next; None where it would not."""
    if assignment.status not in {Status.ASKED, Status.PAUSED}:
        return None
    options = (option for group in assignment.open_groups for option in group if option.course == course)
    return assignment.opens_on if any(not each.methods or method in each.methods for each in options) else None


def is_due_soon(due_on: date | None, today: date) -> bool:
    return due_on is not None and today <= due_on <= today + DUE_SOON


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people a requirement binds on a day, of those who are here and not exempt, and where they stand.

    `not_counted` are exempt, away, or wait for another course first.
    """

    in_date: int = 0
    not_yet: int = 0
    overdue: int = 0
    not_counted: int = 0

    @property
    def bound(self) -> int:
        return self.in_date + self.not_yet + self.overdue

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nobody is bound."""
        return self.in_date / self.bound if self.bound else None


def coverage_of(counts: Mapping[State, int]) -> Coverage:
    return Coverage(
        in_date=sum(counts.get(state, 0) for state in COVERED),
        not_yet=counts.get(State.NOT_YET, 0) + counts.get(State.SUGGESTED, 0),
        overdue=counts.get(State.OVERDUE, 0),
        not_counted=sum(counts.get(state, 0) for state in NOT_COUNTED),
    )
