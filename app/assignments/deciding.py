"""What is to change in the table of assignments for some people: read and worked out, and nothing written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.assignments.careers import CareerReader
from app.assignments.counting import Cell
from app.assignments.in_force import in_force
from app.extensions import db
from app.models import Assignment as Row
from app.models.assignments import NEVER
from app.rules.programmes.assigning import assign, next_change
from app.rules.programmes.careers import Career
from app.rules.programmes.facts import Facts, facts_of
from app.rules.programmes.requirements import Programme

Key = tuple[int, str]
"""A person and a requirement."""

Plain = tuple[Any, ...]
"""What is to be written, as `app.assignments.bulk` takes it, and processes hand it on at little cost."""


@dataclass(frozen=True, slots=True)
class Current:
    """A row that is not closed."""

    id: int
    known_from: date
    facts: Facts


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written for some people; rows are meant by their ids.

    `overwrite` has rows of facts with an id, `add` rows of a key with facts.
    `counts` are by how many more or fewer, `next_days` when each of the people is to be worked out next, None is never.
    """

    close: list[int]
    remove: list[int]
    overwrite: list[Plain]
    add: list[Plain]
    counts: dict[Cell, int]
    next_days: dict[int, date | None]


DecideAll = Callable[[int, Iterable[Sequence[int]], date], Iterator[Changes]]
"""Decides about people of an organisation on a day, batch by batch."""


def decide_one_by_one(organisation_id: int, batches: Iterable[Sequence[int]], today: date) -> Iterator[Changes]:
    return (decide(organisation_id, batch, today) for batch in batches)


def decide(organisation_id: int, person_ids: Sequence[int], today: date) -> Changes:
    """What the programme in force changes for these people today.

    It is only right until somebody else writes: see `app.assignments.refreshing.hold`.
    """
    programme = in_force(organisation_id).programme
    careers = CareerReader(organisation_id).read(person_ids)
    next_days = {person_id: next_change(career, programme, today) for person_id, career in careers.items()}
    return differences(_current(person_ids), _wanted(careers, programme, today), next_days, today)


def _wanted(careers: dict[int, Career], programme: Programme, today: date) -> dict[Key, Facts]:
    return {
        (person_id, each.requirement.key): facts_of(each)
        for person_id, career in careers.items()
        for each in assign(career, programme, today)
    }


def _current(person_ids: Sequence[int]) -> dict[Key, Current]:
    columns = [getattr(Row, name) for name in Facts._fields]
    query = select(Row.person_id, Row.requirement, Row.id, Row.known_from, *columns)
    rows = db.session.connection().execute(query.where(Row.person_id.in_(person_ids), Row.known_to.is_(None)))
    return {
        (person_id, requirement): Current(id_, known_from, Facts(*facts))
        for person_id, requirement, id_, known_from, *facts in rows
    }


def differences(
    current: dict[Key, Current], wanted: dict[Key, Facts], next_days: dict[int, date | None], today: date
) -> Changes:
    """A row of today is written over or removed; an older one is closed, and another added."""
    stale = {key: row for key, row in current.items() if wanted.get(key) != row.facts}
    todays = {key: row for key, row in stale.items() if row.known_from >= today}
    return Changes(
        close=[row.id for row in stale.values() if row.known_from < today],
        remove=[row.id for key, row in todays.items() if key not in wanted],
        overwrite=[(*_plain(wanted[key]), row.id) for key, row in todays.items() if key in wanted],
        add=[
            (*key, *_plain(facts))
            for key, facts in wanted.items()
            if key not in current or (key in stale and key not in todays)
        ],
        counts=_counts(stale, wanted, current),
        next_days=next_days,
    )


def _plain(facts: Facts) -> Plain:
    return tuple([each.isoformat() if isinstance(each, date) else each for each in facts])


def _counts(stale: dict[Key, Current], wanted: dict[Key, Facts], current: dict[Key, Current]) -> dict[Cell, int]:
    changed = (key for key in wanted if key in stale or key not in current)
    found = Counter(_cell(key, wanted[key]) for key in changed)
    found.subtract(_cell(key, row.facts) for key, row in stale.items())
    return {cell: more for cell, more in found.items() if more}


def _cell(key: Key, facts: Facts) -> Cell:
    return Cell(key[1], facts.status, facts.done_on is not None, facts.due_on or NEVER)
