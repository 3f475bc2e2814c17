"""Putting people on a register."""

from dataclasses import dataclass
from datetime import date

from app.database import writing
from app.registers import people, records
from app.registers.people import Found
from app.rules.registers import MOST_ON_REGISTER, could_attend


@dataclass(frozen=True, slots=True)
class Added:
    """How many people are new on the register and how many stood there; addresses of nobody here, and of who had left.

    `is_full` says that they would have been too many: then nobody was added.
    """

    new: int = 0
    already: int = 0
    unknown: tuple[str, ...] = ()
    had_left: tuple[str, ...] = ()
    is_full: bool = False


def add_people(organisation_id: int, session_id: int, emails: tuple[str, ...], team_id: int | None) -> Added | None:
    """Put those people on the register; None where it is signed."""
    with writing():
        row = records.lock_unsigned(organisation_id, session_id)
        if row is None:
            return None
        found = people.people_with(organisation_id, emails) if emails else []
        team = people.people_in(organisation_id, team_id, row.held_on) if team_id else []
        known = {each.email for each in found}
        had_left = [each for each in found if not _could_attend(each, row.held_on)]
        there = people.on_register(session_id)
        wanted = {each.person_id for each in (*found, *team) if _could_attend(each, row.held_on)}
        if len(there | wanted) > MOST_ON_REGISTER:
            return Added(is_full=True)
        people.add(row, sorted(wanted - there))
        return Added(
            new=len(wanted - there),
            already=len(wanted & there),
            unknown=tuple(each for each in emails if each not in known),
            had_left=tuple(each.email for each in had_left),
        )


def _could_attend(found: Found, held_on: date) -> bool:
    return could_attend(held_on, is_active=found.is_active, last_day=found.last_day)
