"""What a person must do, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.validity import RENEWAL_WINDOW

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


def assign(asked: Asked, completed_on: date | None, valid_until: date | None, today: date) -> Assignment:
    """What `asked` comes to today, given the latest completion of its course (if any) and the last day it counts."""
    if completed_on is None:
        due_on = asked.bound_on + timedelta(days=asked.within_days)
        state = State.OVERDUE if due_on < today else State.DUE
    elif valid_until is None or today < valid_until - RENEWAL_WINDOW:
        due_on, state = None, State.DONE
    else:
        due_on = valid_until
        state = State.OVERDUE if valid_until < today else State.RENEW
    return Assignment(asked.course, asked.mandatory, state, due_on, completed_on, valid_until)


def is_due_soon(due_on: date | None, today: date) -> bool:
    return due_on is not None and today <= due_on <= today + DUE_SOON
