"""How long a completion counts."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

RENEWAL_WINDOW = timedelta(days=90)
"""How long before the end of validity a renewal may begin."""


class Standing(StrEnum):
    """Where a completion stands on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Completion:
    """What was completed and when. `valid_until` is the last day that it counts, None when it never runs out."""

    course: str
    completed_on: date
    valid_until: date | None


@lru_cache(maxsize=65_536)
def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_until(completed_on: date, valid_months: int | None) -> date | None:
    return None if valid_months is None else add_months(completed_on, valid_months)


def standing(last_day: date | None, today: date, *, superseded: bool, withdrawn: bool = False) -> Standing:
    """`superseded` says whether the same person has completed the same course again since."""
    if withdrawn:
        return Standing.WITHDRAWN
    if superseded:
        return Standing.SUPERSEDED
    return Standing.EXPIRED if last_day is not None and last_day < today else Standing.VALID


def renewal_opens_on(last_day: date | None) -> date | None:
    """The day from which a new enrolment may begin; None for what never runs out."""
    return None if last_day is None else last_day - RENEWAL_WINDOW


def may_renew(last_day: date | None, today: date) -> bool:
    """Whether a new enrolment may begin: in the last three months of validity and after it."""
    opens_on = renewal_opens_on(last_day)
    return opens_on is not None and today >= opens_on


def may_enrol(has_passed: bool, latest: Completion | None, today: date) -> bool:
    """Whether somebody may go on with a module or begin it, as far as their certificate goes.

    `has_passed` is about their newest enrolment; `latest` is their newest completion, None where it was withdrawn.
    A programme may ask for it sooner.
    """
    return not has_passed or latest is None or may_renew(latest.valid_until, today)
