"""What may not be meant in a programme that can be applied all the same."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.assignments.reach import binding_nobody
from app.rules.programmes.requirements import Programme, Requirement, Strength


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to check in a requirement, by its key."""

    key: str
    words: str


def doubts(organisation_id: int, programme: Programme, today: date) -> list[Doubt]:
    nobody = binding_nobody(organisation_id, programme, today)
    unreached = [Doubt(each.key, nobody_words(each.title)) for each in programme.requirements if each.key in nobody]
    return [*unreached, *without_a_day(programme)]


def nobody_words(title: str) -> str:
    words: str = _("%(title)s is asked of nobody who is here. Check who it is for.", title=title)
    return words


def without_a_day(programme: Programme) -> list[Doubt]:
    """Those that are mandatory and never due the first time."""
    return [Doubt(each.key, _endless(each.title)) for each in programme.requirements if _has_no_day(each)]


def _has_no_day(requirement: Requirement) -> bool:
    """What another one restarts gets its day from that one."""
    due, is_started = requirement.first_due, requirement.restarted_by is not None
    return requirement.strength is Strength.MANDATORY and due.days is None and due.on is None and not is_started


def _endless(title: str) -> str:
    words: str = _(
        "%(title)s has no day by which it must be done: people who have not done it will never be overdue.", title=title
    )
    return words
