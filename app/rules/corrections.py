"""What a correction of a completion comes to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.validity import valid_until


class Objection(StrEnum):
    """Why a correction is not recorded."""

    NOTHING_CHANGES = "nothing-changes"
    IN_THE_FUTURE = "in-the-future"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said to have been completed: the part of an entry that a correction may change."""

    course: str
    method: str
    completed_on: date
    valid_until: date | None


def last_day(old: Claim, new_course: str, new_day: date, months: int | None) -> date | None:
    """Until when the corrected completion counts, where nobody says otherwise.

    `months` is what the course is worth today. For the same course, that of the entry is kept: it counts as many days
    later or earlier as the completion moved, or by calendar months where today's rule gives the old last day.
    """
    if new_course != old.course or old.valid_until == valid_until(old.completed_on, months):
        return valid_until(new_day, months)
    return None if old.valid_until is None else old.valid_until + (new_day - old.completed_on)


def object_to(old: Claim, new: Claim, today: date, *, restores: bool) -> Objection | None:
    """`restores` says that a withdrawal is taken back, which may change nothing else."""
    if new.completed_on > today:
        return Objection.IN_THE_FUTURE
    if new.valid_until is not None and new.valid_until < new.completed_on:
        return Objection.ENDS_BEFORE_IT_BEGINS
    return Objection.NOTHING_CHANGES if new == old and not restores else None
