"""Counts that cross organisations, told so that nobody can be picked out of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

LEAST = 10
"""Fewer people than this are never told as a number."""


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of a group. `people` and the limits of the share, in per cent, are None where it is too small.

    `low` and `high` are the same where the share can be told as it is, rounded down.
    """

    people: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def is_hidden(self) -> bool:
        return self.people is None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


HIDDEN = Told()


def told(people: int, in_date: int) -> Told:
    """The share of `people` that is in date. Nearly all and hardly any are told as a range, so that no few are.

    Everybody and nobody are part of these ranges too: otherwise telling them would tell of the others.
    """
    if people < LEAST:
        return HIDDEN
    if people - in_date < LEAST:
        return Told(people, max(0, floor(100 * (people - LEAST + 1) / people)), 100)
    if in_date < LEAST:
        return Told(people, 0, min(100, ceil(100 * (LEAST - 1) / people)))
    share = 100 * in_date // people
    return Told(people, share, share)


def together(groups: Iterable[Told]) -> Told:
    """All groups as one, made from no more than what is told of each: so nothing can be worked out from it."""
    shown = [(each.people, each.low, each.high) for each in groups if each.people and each.low is not None]
    people = sum(each for each, _low, _high in shown)
    if not people:
        return HIDDEN
    low = sum(each * low for each, low, _high in shown) / people
    high = sum(each * (high or 0) for each, _low, high in shown) / people
    return Told(people, floor(low), floor(low) if low == high else ceil(high))
