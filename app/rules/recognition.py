"""Whether learning from before, or from elsewhere, still counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.old_records import EARLIEST
from app.rules.validity import add_months, valid_until


class Refusal(StrEnum):
    """Why earlier learning is not recognised."""

    IN_THE_FUTURE = "in-the-future"
    TOO_LONG_AGO = "too-long-ago"
    RUN_OUT = "run-out"
    TOO_EARLY = "too-early"


@dataclass(frozen=True, slots=True)
class Ruling:
    """`valid_until` counts from the day of the learning, None for what never runs out.

    `limit` is the day that decided a refusal: the first one that can be recognised, or the last on which it counted.
    """

    refusal: Refusal | None
    valid_until: date | None
    limit: date | None = None


def rule(completed_on: date, today: date, most_months: int, valid_months: int | None) -> Ruling:
    """`most_months` is how old the learning may be, to the day; it must be in date by its course's months, too."""
    last_day = valid_until(completed_on, valid_months)
    if completed_on > today:
        return Ruling(Refusal.IN_THE_FUTURE, last_day, today)
    if completed_on < EARLIEST:
        return Ruling(Refusal.TOO_EARLY, last_day, EARLIEST)
    if add_months(completed_on, most_months) < today:
        return Ruling(Refusal.TOO_LONG_AGO, last_day, earliest_day(today, most_months))
    if last_day is not None and last_day < today:
        return Ruling(Refusal.RUN_OUT, last_day, last_day)
    return Ruling(None, last_day)


def earliest_day(today: date, most_months: int) -> date:
    """The first day whose learning can still be recognised: the same day `most_months` ago, or where the month has
    no such day, the first of the next.
    """
    then = add_months(today, -most_months)
    return then if then.day == today.day else then + timedelta(days=1)
