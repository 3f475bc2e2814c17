"""What a person must do, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.validity import Completion, may_renew

DUE_SOON = timedelta(days=30)


class State(StrEnum):
    """Where an assignment stands on a day."""

    OVERDUE = "overdue"
    DUE = "due"
    RENEW = "renew"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a requirement asks of one person. `due_on` is None once it is done for good or until it can be renewed."""

    course: str
    mandatory: bool
    state: State
    due_on: date | None
    completed_on: date | None
    valid_until: date | None

    @property
    def is_open(self) -> bool:
        return self.state is not State.DONE


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement as it binds one person since `bound_on`."""

    course: str
    mandatory: bool
    within_days: int
    bound_on: date


def strictest(asked: Iterable[Asked]) -> dict[str, Asked]:
    """What binds most, by course: a mandatory requirement before any other, then the one that is due first."""
    by_course: dict[str, Asked] = {}
    for each in sorted(asked, key=lambda ask: (not ask.mandatory, ask.bound_on + timedelta(days=ask.within_days))):
        by_course.setdefault(each.course, each)
    return by_course


def assign(asked: Asked, done: Completion | None, today: date) -> Assignment:
    """What `asked` comes to today, given the newest completion of its course, if there is one."""
    if done is None:
        first = asked.bound_on + timedelta(days=asked.within_days)
        return Assignment(asked.course, asked.mandatory, _open_state(first, today, State.DUE), first, None, None)
    due_on = done.valid_until if may_renew(done.valid_until, today) else None
    state = State.DONE if due_on is None else _open_state(due_on, today, State.RENEW)
    return Assignment(asked.course, asked.mandatory, state, due_on, done.completed_on, done.valid_until)


def _open_state(due_on: date, today: date, until_then: State) -> State:
    return State.OVERDUE if due_on < today else until_then


def is_due_soon(due_on: date | None, today: date) -> bool:
    return due_on is not None and today <= due_on <= today + DUE_SOON
