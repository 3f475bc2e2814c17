"""What is asked of a person, as others may read it.

Who only manages them is not told what does not count: of a requirement that they are exempt from, that rests while they
are away, that waits for another or that never bound them, they see the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.assignments.asking import Asked, asked_under
from app.assignments.words.assigned import why
from app.assignments.words.labels import LABELS, Label, shown_as
from app.assignments.words.names import Names, names_in
from app.assignments.words.saying import Reader
from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.standing import NOT_COUNTED, State, state_of
from app.web.editions import current_editions

DATED = frozenset({State.OVERDUE, State.NOT_YET, State.RENEW, State.IN_DATE})


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A requirement: where the person stands with it, when it is due, and why it is asked."""

    title: str
    label: Label
    due_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class AskedOfThem:
    """In the order of the programme. `nothing_now` are the titles of which no more may be said than that.

    They are for beside the rows: where there are none, that nothing is asked says it all.
    """

    rows: tuple[AskedRow, ...] = ()
    nothing_now: tuple[str, ...] = ()


def asked_of_them(person_id: int, organisation_id: int, today: date, *, to_lead: bool) -> AskedOfThem:
    asked = asked_under(person_id, organisation_id, today)
    modules = {each.module.slug: each.module.title for each in current_editions()}
    names = names_in(organisation_id, asked.programme, modules, {each.post.team_id for each in asked.assignments})
    return _to_lead(asked, names, today) if to_lead else _to_manager(asked, names, today)


def _to_lead(asked: Asked, names: Names, today: date) -> AskedOfThem:
    met = _met(asked.assignments)
    return AskedOfThem(tuple(_row(each, _why_to_lead(each, names, met), today) for each in asked.assignments))


def _to_manager(asked: Asked, names: Names, today: date) -> AskedOfThem:
    told = [each for each in asked.assignments if state_of(each, today) not in NOT_COUNTED]
    keys, met = {each.requirement.key for each in told}, _met(told)
    others = (each.title for each in asked.programme.requirements if each.key not in keys)
    rows = tuple(_row(each, _why(each, names, met), today) for each in told)
    return AskedOfThem(rows, tuple(others))


def _met(assignments: Iterable[Assignment]) -> frozenset[str]:
    return frozenset(each.requirement.key for each in assignments if each.done_on)


def _row(assignment: Assignment, told: str, today: date) -> AskedRow:
    state, requirement = state_of(assignment, today), assignment.requirement
    return AskedRow(
        title=requirement.title,
        label=LABELS[shown_as(state, requirement.strength)],
        due_on=assignment.due_on if state in DATED else None,
        why=told,
    )


def _why(assignment: Assignment, names: Names, met: frozenset[str]) -> str:
    return why(assignment, names, Reader.OTHERS, met)


def _why_to_lead(assignment: Assignment, names: Names, met: frozenset[str]) -> str:
    """With what only leads know, because they have chosen it."""
    if assignment.status is Status.EXEMPT:
        return str(_("It is not asked of them, because a training lead has said so."))
    told = _why(assignment, names, met)
    if assignment.route is None:
        return told
    instead = _("Instead, this will do: %(course)s.", course=names.course(assignment.route))
    return f"{told} {instead}"
