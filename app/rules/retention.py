"""How long things are kept: whole calendar months, and never a day less."""

from dataclasses import dataclass
from datetime import date

from app.rules.validity import add_months

FEWEST_MONTHS = 3
"""A shorter period is taken for a slip: nobody could see what is kept about them, or have it put right."""
MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Periods:
    """For how many months something is kept; None is for good.

    `leavers` counts from the last day of somebody's last posting, `answers` from when a test was handed in (where it
    never was, from when the way through its module began), `looks` from the day that somebody looked.
    """

    leavers: int | None = None
    answers: int | None = None
    looks: int | None = 24


@dataclass(frozen=True, slots=True)
class CutOffs:
    """What is older than these days goes; what is of the day itself is kept. None where nothing goes."""

    leavers: date | None
    answers: date | None
    looks: date | None


def cut_offs(periods: Periods, today: date) -> CutOffs:
    return CutOffs(
        leavers=_cut_off(periods.leavers, today),
        answers=_cut_off(periods.answers, today),
        looks=_cut_off(periods.looks, today),
    )


def is_sensible(months: int) -> bool:
    return FEWEST_MONTHS <= months <= MOST_MONTHS


def _cut_off(months: int | None, today: date) -> date | None:
    return None if months is None else add_months(today, -months)
