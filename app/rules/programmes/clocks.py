"""When something is due: the first time, and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from app.rules.programmes.careers import Completed
from app.rules.programmes.requirements import Anchor, CountedFrom, FirstDue, Requirement
from app.rules.validity import add_months

NEVER_AGAIN = date.max
_A_LEAP_YEAR = 2000


def first_due(due: FirstDue, joined_on: date, started_on: date) -> date | None:
    """When somebody who has not done it must have. It is never before the day on which they joined."""
    if due.on is not None and (joined_on <= due.on or due.days is None):
        return max(due.on, joined_on)
    if due.days is None:
        return None
    anchor = started_on if due.anchor is Anchor.STARTING else joined_on
    return max(anchor + timedelta(days=due.days), joined_on)


def next_due(requirement: Requirement, done: Sequence[Completed]) -> date:
    """When it is due again after these completions, oldest first, of which there is one; or `NEVER_AGAIN`.

    A further completion never brings the day forward, whenever it was.
    """
    renewal = requirement.renewal
    if renewal.counted_from is CountedFrom.NEVER:
        return NEVER_AGAIN
    if renewal.counted_from is CountedFrom.CERTIFICATE:
        return max(_from_certificate(each, requirement.active_months) for each in done)
    if renewal.counted_from is CountedFrom.COMPLETION:
        return add_months(done[-1].on, max(renewal.months, requirement.active_months))
    return _kept_days(requirement, done)


def _from_certificate(done: Completed, active_months: int) -> date:
    if done.valid_until is None:
        return NEVER_AGAIN
    return max(done.valid_until, add_months(done.on, active_months)) if active_months else done.valid_until


@dataclass(frozen=True, slots=True)
class _Clock:
    """A due date as whole months after a day, so that month ends and leap days are not worn off year by year."""

    anchor: date
    months: int

    @property
    def due_on(self) -> date:
        return add_months(self.anchor, self.months)


def _kept_days(requirement: Requirement, done: Sequence[Completed]) -> date:
    """Done in the window before it is due, the next time is counted from that day and not from the doing.

    A completion outside any window starts afresh. Of all ways to count some completions and leave out others, the one
    that is due last stands, so that doing it once more, too early, never spoils a later one.
    """
    if len(done) == 1:
        return _afresh(requirement, done[0].on).due_on
    clocks, latest = set[_Clock](), date.min
    for each in done:
        extended = {
            _Clock(clock.anchor, clock.months + requirement.renewal.months)
            for clock in clocks
            if _opens(clock.due_on, requirement.window_months) <= each.on <= clock.due_on
        }
        clocks |= extended | {_afresh(requirement, each.on)}
        clocks = {clock for clock in clocks if clock.due_on >= each.on}
        latest = max(latest, *(clock.due_on for clock in clocks))
    return latest


def _afresh(requirement: Requirement, done_on: date) -> _Clock:
    renewal, active = requirement.renewal, requirement.active_months
    if renewal.fixed is None:
        return _Clock(done_on, max(renewal.months, active))
    return _from_fixed_day(renewal.fixed, renewal.months, active, done_on)


@lru_cache(maxsize=10_000)
def _from_fixed_day(fixed: tuple[int, int], months: int, active_months: int, done_on: date) -> _Clock:
    years = (_fixed_day(fixed, year) for year in count(done_on.year))
    first = next(clock for clock in years if clock.due_on > done_on)
    earliest = add_months(done_on, active_months)
    later = (_Clock(first.anchor, first.months + months - 12 + 12 * more) for more in count())
    return next(clock for clock in later if clock.due_on >= earliest)


def _fixed_day(fixed: tuple[int, int], year: int) -> _Clock:
    """The fixed day of a year; 29 February is 28 February in most."""
    month, day = fixed
    return _Clock(date(_A_LEAP_YEAR, month, day), 12 * (year - _A_LEAP_YEAR))


def _opens(due_on: date, window_months: int) -> date:
    return due_on if due_on == NEVER_AGAIN else add_months(due_on, -window_months)


def opens_on(requirement: Requirement, due_on: date) -> date:
    """The first day on which a renewal that is due on `due_on` can be done."""
    return _opens(due_on, requirement.window_months)
