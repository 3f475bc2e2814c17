"""Which days of My training can be put into somebody's own calendar, and under which names."""

from collections.abc import Iterable
from datetime import date

from app.rules.programmes.assigning import Assignment, Status
from app.web.blinding import blind

LENGTH = 32


def references(person_id: int, assignments: Iterable[Assignment], today: date) -> dict[str, str]:
    """By requirement, for those due on a day to come: what stands for it in addresses and calendars.

    It stays the same when the day moves, and tells nobody what is due.
    """
    coming = (each for each in assignments if each.status is Status.ASKED and each.due_on and each.due_on > today)
    return {each.requirement.key: _reference(person_id, each.requirement.key) for each in coming}


def _reference(person_id: int, key: str) -> str:
    return blind(f"{person_id} has {key} due")[:LENGTH]
