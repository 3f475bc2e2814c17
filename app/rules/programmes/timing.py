"""When an assignment opens and is due, with the days on which somebody was away or exempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.programmes.clocks import NEVER_AGAIN, next_due, opens_on
from app.rules.programmes.meeting import Those
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.spells import Spell, paused


@dataclass(slots=True)
class Timing:
    """The first day to do something and the day it is due; `moved_by` is how many days away have put it off.

    `due_on` is None when it is never due, never again, or while an absence has no end. `done_on` is the day on which
    all of it was done, None where that had run out before it began to bind. `dues` are those of its groups.
    """

    opens_on: date | None
    due_on: date | None = None
    moved_by: int = 0
    done_on: date | None = None
    dues: Sequence[date] = ()


def time(
    requirement: Requirement,
    groups: Sequence[Those],
    since: date,
    first: tuple[date, date | None],
    away: Sequence[Spell],
) -> Timing:
    """`first` is from when and until when it is to be done by who has not done it; on days `away` it was not asked.

    Done, it is due again when the first of its groups is, though never before it was due the first time.
    """
    begins, first_due = first
    if not all(groups):
        return _timing(begins, first_due, _moved(first_due, begins, away))
    dues = [next_due(requirement, done) for done in groups]
    soonest, done_on = min(dues), max([done[-1].on for done in groups])
    if soonest == NEVER_AGAIN:
        return Timing(None, done_on=done_on)
    moved_first = _moved(first_due, begins, away)
    if soonest < since:
        return _timing(begins, first_due, moved_first, dues=dues)
    moved = _moved_again(requirement, groups, away) if away else soonest
    if first_due is not None and moved is not None and (moved_first is None or moved_first > moved):
        return _timing(max(begins, opens_on(requirement, first_due)), first_due, moved_first, done_on, dues)
    return _timing(opens_on(requirement, soonest), soonest, moved, done_on, dues)


def _timing(
    opens: date, due_on: date | None, moved: date | None, done_on: date | None = None, dues: Sequence[date] = ()
) -> Timing:
    return Timing(opens, moved, (moved - due_on).days if moved and due_on else 0, done_on, dues)


def _moved(due_on: date | None, opens: date, away: Sequence[Spell]) -> date | None:
    return paused(opens, due_on, away) if away and due_on is not None and due_on != NEVER_AGAIN else due_on


def _moved_again(requirement: Requirement, groups: Sequence[Those], away: Sequence[Spell]) -> date | None:
    """None while one of them has no end. What an earlier completion had gained by days away is kept."""
    found = [_group_moved(requirement, done, away) for done in groups]
    known = [each for each in found if each is not None]
    return min(known) if len(known) == len(found) else None


def _group_moved(requirement: Requirement, done: Those, away: Sequence[Spell]) -> date | None:
    dues = [next_due(requirement, done[:many]) for many in range(1, len(done) + 1)]
    moved = [_moved(due, opens_on(requirement, due), away) for due in dues]
    known = [each for each in moved if each is not None]
    return max(known) if len(known) == len(dues) else None
