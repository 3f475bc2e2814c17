"""Working out the past from the records: what was asked of people before it was first worked out.

Rows are added before the first that is known of somebody, and none that is there is changed. Nothing is counted: what
is kept count of is today's. For commands only: a batch takes seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, exists, func, or_, select

from app.assignments.bulk import insert_rows
from app.assignments.careers import CareerReader
from app.assignments.in_force import versions_by_day
from app.assignments.refreshing import hold
from app.assignments.working_out import let_others_write
from app.database import writing
from app.extensions import db
from app.models import Assignment as Row
from app.models import Person, Posting
from app.rules.programmes.careers import Career
from app.rules.programmes.facts import Facts
from app.rules.programmes.history import Versions, history

BATCH = 250
"""As many people are worked out in a transaction."""

_TABLE = cast(Table, Row.__table__)
_COLUMNS = ("organisation_id", "person_id", "requirement", "known_from", "known_to", *Facts._fields)


class Somebody(NamedTuple):
    """A person of whom nothing is known before `known_from`; None where nothing ever was."""

    id: int
    is_active: bool
    known_from: date | None


@dataclass(frozen=True, slots=True)
class LookedBack:
    """How many people were looked at, of how many something was found, and in how many rows."""

    people: int = 0
    found: int = 0
    rows: int = 0


def to_look_back_at(organisation_id: int, since: date) -> int:
    """How many people may have been asked something since a day, before anything is known of them."""
    begins = versions_by_day(organisation_id)[0][0]
    return db.session.scalar(select(func.count()).select_from(_unknown(organisation_id, since, begins).subquery())) or 0


def look_back(
    organisation_id: int, since: date, is_dry: bool = False, progress: Callable[[int], None] = lambda _: None
) -> LookedBack:
    """Work out what was asked from a day on, batch by batch, each a transaction of its own; `is_dry` only counts.

    Cut off, it is done again for those who are left. The organisation must have a programme, and everybody be worked
    out. `progress` is told of so many people more.
    """
    found, last_id = LookedBack(), 0
    while True:
        people, rows = _count(organisation_id, since, last_id) if is_dry else _write(organisation_id, since, last_id)
        if not people:
            return found
        last_id = people[-1].id
        whose = {row[1] for row in rows}
        found = LookedBack(found.people + len(people), found.found + len(whose), found.rows + len(rows))
        progress(len(people))


def _write(organisation_id: int, since: date, after: int) -> tuple[Sequence[Somebody], list[tuple[Any, ...]]]:
    with writing():
        hold(organisation_id)
        people, rows = _batch(organisation_id, since, after)
        insert_rows(_TABLE, _COLUMNS, rows)
    let_others_write()
    return people, rows


def _count(organisation_id: int, since: date, after: int) -> tuple[Sequence[Somebody], list[tuple[Any, ...]]]:
    found = _batch(organisation_id, since, after)
    db.session.rollback()
    return found


def _batch(organisation_id: int, since: date, after: int) -> tuple[Sequence[Somebody], list[tuple[Any, ...]]]:
    """Some people, after the one of that id, and the rows that they are to have."""
    versions = versions_by_day(organisation_id)
    query = _unknown(organisation_id, since, versions[0][0]).where(Person.id > after)
    people = [Somebody(*each) for each in db.session.execute(query.order_by(Person.id).limit(BATCH)).tuples()]
    careers = CareerReader(organisation_id).read_all([each.id for each in people])
    rows = (_rows(organisation_id, each, careers[each.id], versions, since) for each in people)
    return people, list(chain.from_iterable(rows))


def _unknown(organisation_id: int, since: date, begins: date) -> Select[Any]:
    """Those who were in a job before the organisation's first version, and before anything is known of them.

    Who came later is known from when they were entered, and what was kept of an erased person is all there is.
    """
    known_from = select(func.min(Row.known_from)).where(Row.person_id == Person.id).correlate(Person).scalar_subquery()
    was_here = exists().where(
        Posting.person_id == Person.id,
        Posting.starts_on < begins,
        or_(known_from.is_(None), Posting.starts_on < known_from),
        or_(Posting.ends_on.is_(None), Posting.ends_on >= since),
    )
    mine = Person.organisation_id == organisation_id, Person.erased_on.is_(None)
    query = select(Person.id, Person.is_active, known_from).where(*mine, was_here)
    return query.where(or_(known_from.is_(None), known_from > since))


def _rows(
    organisation_id: int, somebody: Somebody, career: Career, versions: Versions, since: date
) -> Iterator[tuple[Any, ...]]:
    until = somebody.known_from or versions[0][0]
    for each in history(_as_far_as_known(somebody, career), versions, since, until):
        row = (organisation_id, somebody.id, each.requirement, each.known_from, each.known_to, *each.facts)
        yield tuple([value.isoformat() if isinstance(value, date) else value for value in row])


def _as_far_as_known(somebody: Somebody, career: Career) -> Career:
    """Nobody knows until when a job lasted that has no end, of somebody who left before anything was worked out."""
    if somebody.is_active or somebody.known_from is not None:
        return career
    return replace(career, posts=tuple(each for each in career.posts if each.spell.ends_on is not None))
