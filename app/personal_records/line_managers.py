"""Who was above a person in their line on a day: their line managers, the line managers of these, and so on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Posting
from app.rules.programmes.spells import Spell


@dataclass(frozen=True, slots=True)
class Reporting:
    """That one person was answerable to another for a spell."""

    person_id: int
    manager_id: int
    spell: Spell


@dataclass(frozen=True, slots=True)
class Line:
    person_id: int
    reporting: Sequence[Reporting]

    @property
    def managers(self) -> frozenset[int]:
        """Everybody who was ever above the person, or above somebody who was."""
        return frozenset(each.manager_id for each in self.reporting)

    def above_on(self, day: date) -> frozenset[int]:
        found: set[int] = set()
        below = {self.person_id}
        while below:
            held = (each for each in self.reporting if each.person_id in below and each.spell.holds(day))
            below = {each.manager_id for each in held} - found
            found |= below
        return frozenset(found)


def line_of(person_id: int) -> Line:
    managers = select(Posting.line_manager_id).where(
        Posting.person_id == person_id, Posting.line_manager_id.is_not(None)
    )
    above = managers.cte(recursive=True)
    higher = select(Posting.line_manager_id).join(above, Posting.person_id == above.c.line_manager_id)
    above = above.union(higher.where(Posting.line_manager_id.is_not(None)))
    theirs = or_(Posting.person_id == person_id, Posting.person_id.in_(select(above.c.line_manager_id)))
    query = select(Posting.person_id, Posting.line_manager_id, Posting.starts_on, Posting.ends_on)
    rows = db.session.execute(query.where(theirs, Posting.line_manager_id.is_not(None)))
    return Line(
        person_id, [Reporting(below, manager, Spell(first, last)) for below, manager, first, last in rows if manager]
    )
