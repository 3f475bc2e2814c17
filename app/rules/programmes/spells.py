"""Spells of days, and how they join."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """From a first day to a last one; None while it lasts. The last day of the calendar is as good as none."""

    starts_on: date
    ends_on: date | None = None

    @property
    def last(self) -> date:
        return date.max if self.ends_on is None else self.ends_on

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def day_after(last: date | None) -> date | None:
    """The day after a spell; None where there is none."""
    return None if last is None or last == date.max else last + A_DAY


def joined(spells: Iterable[Spell]) -> list[Spell]:
    """The same days in as few spells as there can be, in order: what overlaps or follows at once is one."""
    found: list[Spell] = []
    for each in sorted(spells, key=lambda spell: spell.starts_on):
        before = found[-1] if found else None
        if before is not None and each.starts_on <= (day_after(before.ends_on) or date.max):
            last = max(before.last, each.last)
            found[-1] = Spell(before.starts_on, None if last == date.max else last)
        else:
            found.append(each)
    return found


def spell_holding(spells: Iterable[Spell], day: date) -> Spell | None:
    return next((each for each in spells if each.holds(day)), None)


def paused(opens_on: date, due_on: date, absences: Sequence[Spell]) -> date | None:
    """The due date when every day away between the first day to do it and the last gives a day more.

    None while an absence in that time has no end, or none within the calendar. What was overdue before somebody went
    away stays so.
    """
    for away in joined(absences):
        if away.starts_on > due_on:
            break
        if away.last >= opens_on:
            gone = away.last - max(away.starts_on, opens_on) + A_DAY
            if gone > date.max - due_on:
                return None
            due_on += gone
    return due_on


def changes_after(spells: Iterable[Spell], day: date) -> list[date]:
    """The days after `day` on which a spell begins, or is over."""
    found = [each.starts_on for each in spells if each.starts_on > day]
    return found + [over for each in spells if (over := day_after(each.ends_on)) is not None and over > day]
