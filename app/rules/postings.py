"""How a person's postings follow each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.programmes.spells import A_DAY, Spell


@dataclass(frozen=True, slots=True)
class Succession:
    """What a new posting does to those that there are, by their places: some end the day before, some are replaced.

    `ends_on` is the last day of the new one; None while it lasts.
    """

    closed: tuple[int, ...]
    replaced: tuple[int, ...]
    ends_on: date | None


def succeed(spells: Sequence[Spell], day: date, last_day: date | None) -> Succession:
    """A posting from `day` in place of those held then. It lasts as long as they would have, and not past `last_day`.

    Where none is held, it lasts until the next one begins.
    """
    held = [place for place, spell in enumerate(spells) if spell.holds(day)]
    if held:
        last = max(spells[place].last for place in held)
    else:
        last = min((spell.starts_on - A_DAY for spell in spells if spell.starts_on > day), default=date.max)
    last = min(last, last_day or date.max)
    return Succession(
        closed=tuple(place for place in held if spells[place].starts_on < day),
        replaced=tuple(place for place in held if spells[place].starts_on == day),
        ends_on=None if last == date.max else last,
    )
