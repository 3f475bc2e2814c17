"""What one person is asked, worked out on the spot."""

from dataclasses import dataclass
from datetime import date

from app.assignments.careers import CareerReader
from app.assignments.in_force import in_force
from app.rules.programmes.assigning import Assignment, assign
from app.rules.programmes.requirements import Programme
from app.rules.programmes.standing import opens_for
from app.rules.training_log import Method


@dataclass(frozen=True, slots=True)
class Asked:
    """What a programme asks of a person, in its order."""

    programme: Programme
    assignments: tuple[Assignment, ...]


def asked_under(person_id: int, organisation_id: int, today: date) -> Asked:
    """What the programme in force asks of a person today.

    Ten queries by index: they grow with the person's own postings, reports and completions, and the number of teams.
    """
    programme = in_force(organisation_id).programme
    career = CareerReader(organisation_id).read([person_id])[person_id]
    return Asked(programme, assign(career, programme, today))


def asked_of(person_id: int, organisation_id: int, today: date) -> tuple[Assignment, ...]:
    return asked_under(person_id, organisation_id, today).assignments


def opens_on(person_id: int, organisation_id: int, module: str, today: date) -> date | None:
    """From when the programme asks a person to do a module the next time; None where it does not."""
    assignments = asked_of(person_id, organisation_id, today)
    days = [opens_for(each, module, Method.E_LEARNING) for each in assignments]
    return min((day for day in days if day is not None), default=None)
