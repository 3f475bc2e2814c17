"""What a programme would change for everybody, worked out before anything moves.

People are gone through in batches and only numbers are kept: more of them take no more memory, and it can be broken off
and taken up again.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select

from app.assignments.careers import CareerReader
from app.assignments.in_force import InForce, in_force
from app.extensions import db
from app.models import Person
from app.rules.programmes.assigning import assign
from app.rules.programmes.careers import Career
from app.rules.programmes.moving import Move, Moved, bound_from, first_to_be_overdue, moves
from app.rules.programmes.requirements import Programme

BATCH = 500
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who becomes overdue, and in what."""

    person_id: int
    requirement: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What is known so far, up to the person `last_id`: `looked_at` of `everybody`, as it is on `day`.

    `instead_of` is the version in force. `overdue` are the people who become overdue in something; `first` some of
    them; `moved` is by requirement.
    """

    instead_of: int
    day: date
    everybody: int
    looked_at: int = 0
    last_id: int = 0
    overdue: int = 0
    moved: tuple[tuple[str, Moved], ...] = ()
    first: tuple[Named, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.looked_at >= self.everybody

    @property
    def due_dates_moved(self) -> int:
        return sum(each.earlier + each.later for _, each in self.moved)

    @property
    def newly_bound(self) -> int:
        return sum(each.newly_bound for _, each in self.moved)

    @property
    def no_longer_bound(self) -> int:
        return sum(each.no_longer_bound for _, each in self.moved)

    def of(self, requirement: str) -> Moved:
        return dict(self.moved).get(requirement, Moved())

    def binding_nobody(self, programme: Programme) -> tuple[str, ...]:
        """The titles of requirements that would bind nobody, today or on the day on which they begin."""
        found = {key for key, moved in self.moved if moved.asked or moved.bound_later}
        return tuple(each.title for each in programme.requirements if each.key not in found)


def begin_preview(organisation_id: int, today: date) -> Preview:
    everybody = db.session.scalar(select(func.count()).select_from(_here(organisation_id).subquery())) or 0
    return Preview(in_force(organisation_id).version, today, everybody)


def preview_programme(
    organisation_id: int, programme: Programme, today: date, progress: Callable[[int], None] = lambda _: None
) -> Preview:
    """All of it; `progress` is told of so many people more."""
    return go_on(organisation_id, programme, begin_preview(organisation_id, today), progress=progress)


def go_on(
    organisation_id: int,
    programme: Programme,
    preview: Preview,
    seconds: float | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Preview:
    """The preview with more people looked at: with all of them, unless `seconds` are over before."""
    ends = None if seconds is None else time.monotonic() + seconds
    now, reader = in_force(organisation_id), CareerReader(organisation_id)
    while person_ids := _next(organisation_id, preview.last_id):
        preview = _with(preview, reader.read(person_ids), now, programme)
        progress(len(person_ids))
        if ends is not None and time.monotonic() > ends:
            return preview
    return replace(preview, everybody=preview.looked_at)


def _here(organisation_id: int) -> Select[tuple[int]]:
    return select(Person.id).where(Person.organisation_id == organisation_id, Person.is_active)


def _next(organisation_id: int, after: int) -> list[int]:
    query = _here(organisation_id).where(Person.id > after).order_by(Person.id).limit(BATCH)
    return list(db.session.scalars(query))


def _with(preview: Preview, careers: dict[int, Career], now: InForce, programme: Programme) -> Preview:
    moved, first, overdue = dict(preview.moved), list(preview.first), preview.overdue
    for person_id, career in careers.items():
        found = _moves_of(career, now.programme, programme, preview.day)
        for each in found:
            moved[each.requirement] = moved.get(each.requirement, Moved()).with_move(each)
        for key in _bound_later(career, programme, preview.day):
            moved[key] = replace(moved.get(key, Moved()), bound_later=moved.get(key, Moved()).bound_later + 1)
        late = first_to_be_overdue(found)
        overdue += late is not None
        if late is not None and len(first) < MOST_NAMED:
            first.append(Named(person_id, late.requirement, late.due_on))
    return replace(
        preview,
        looked_at=preview.looked_at + len(careers),
        everybody=max(preview.everybody, preview.looked_at + len(careers)),
        last_id=max(careers),
        overdue=overdue,
        moved=tuple(moved.items()),
        first=tuple(first),
    )


def _moves_of(career: Career, before: Programme, after: Programme, today: date) -> list[Move]:
    return moves(assign(career, before, today), assign(career, after, today), today)


def _bound_later(career: Career, programme: Programme, today: date) -> list[str]:
    return [each.key for each in programme.requirements if bound_from(each, career, today)]


def preview_to_json(preview: Preview) -> str:
    return json.dumps(asdict(preview), default=str)


def preview_from_json(text: str) -> Preview:
    facts = json.loads(text)
    facts["day"] = date.fromisoformat(facts["day"])
    facts["moved"] = tuple((key, Moved(**moved)) for key, moved in facts["moved"])
    facts["first"] = tuple(_named(each) for each in facts["first"])
    return Preview(**facts)


def _named(facts: dict[str, str]) -> Named:
    due_on = facts["due_on"]
    return Named(int(facts["person_id"]), facts["requirement"], date.fromisoformat(due_on) if due_on else None)
