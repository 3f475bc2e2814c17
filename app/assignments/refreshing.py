"""Keeping the table of assignments: worked out again for whom something affects, and only what changed is written.

All of it happens inside `app.database.writing()`, with the head of the organisation's log locked, so that two who work
out the same person wait for each other and nobody overwrites what is newer.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, bindparam, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.assignments.bulk import insert_rows
from app.assignments.careers import CareerReader
from app.assignments.counting import Cell, count_again
from app.assignments.in_force import in_force
from app.content.problems import SourceProblems
from app.extensions import db
from app.ledger.affected import take_affected
from app.models import Assignment as Row
from app.models import AssignmentRefresh, LogHead, Organisation, Person
from app.models.assignments import NEVER
from app.rules.programmes.assigning import Assignment, assign, next_change
from app.web import clock

AT_ONCE = date(2000, 1, 1)
"""A day that has come: the assignments are to be worked out again now."""

MOST_AT_ONCE = 200
"""As many people are worked out in the transaction that affects them; more are marked, and done in batches."""

BATCH = 1_000

_TABLE = cast(Table, Row.__table__)

Key = tuple[int, str]
Facts = dict[str, Any]
FACTS = (
    "strength",
    "status",
    "bound_since",
    "opens_on",
    "due_on",
    "done_on",
    "team_id",
    "job",
    "employment",
)


@dataclass(frozen=True, slots=True)
class Current:
    """A row that is not closed, with what it says."""

    id: int
    known_from: date
    facts: Facts


def settle() -> None:
    """Work out again, or mark, those whom the open transaction has affected; called before it is committed.

    What people do is kept even if a programme cannot be read any more: they are marked, and it is told in the log file.
    """
    people = take_affected()
    if len(people) > MOST_AT_ONCE:
        _mark(dict.fromkeys(people, AT_ONCE))
        return
    for organisation_id, person_ids in _by_organisation(people).items():
        try:
            with db.session.begin_nested():
                refresh(organisation_id, person_ids, today_in(organisation_id))
        except (SourceProblems, IntegrityError):
            current_app.logger.exception("assignments could not be worked out; they are marked")
            _mark(dict.fromkeys(person_ids, AT_ONCE))


def _by_organisation(people: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    if people:
        query = select(Person.organisation_id, Person.id).where(Person.id.in_(people))
        for organisation_id, person_id in db.session.execute(query).tuples():
            found.setdefault(organisation_id, []).append(person_id)
    return dict(sorted(found.items()))


def mark_everybody(organisation_id: int) -> None:
    """Have everybody of an organisation worked out again, in batches: another programme is in force."""
    everybody = select(Person.id).where(Person.organisation_id == organisation_id)
    known = select(AssignmentRefresh.person_id)
    mine = AssignmentRefresh.person_id.in_(everybody)
    db.session.execute(update(AssignmentRefresh).where(mine).values(refresh_on=AT_ONCE))
    fresh = everybody.where(Person.is_active, Person.id.not_in(known)).add_columns(literal(AT_ONCE))
    db.session.execute(insert(AssignmentRefresh).from_select(["person_id", "refresh_on"], fresh))


def waiting(organisation_id: int, today: date) -> int:
    """How many people's assignments are still to be worked out again."""
    return db.session.scalar(select(func.count()).select_from(_due(organisation_id, today).subquery())) or 0


def is_anybody_due(organisation_id: int, today: date) -> bool:
    """Whether somebody's assignments are still to be worked out again."""
    return db.session.scalar(_due(organisation_id, today).limit(1)) is not None


def refresh_some(organisation_id: int, today: date, most: int = BATCH) -> int:
    """Work out a batch of those who wait; how many that were. Nobody is done twice if it is cut off."""
    person_ids = list(db.session.scalars(_due(organisation_id, today).limit(most)))
    if person_ids:
        refresh(organisation_id, person_ids, today)
    return len(person_ids)


def _due(organisation_id: int, today: date) -> Any:
    """Found by the index of days: those who wait are few, the people many."""
    mine = exists().where(Person.id == AssignmentRefresh.person_id, Person.organisation_id == organisation_id)
    query = select(AssignmentRefresh.person_id).where(AssignmentRefresh.refresh_on <= today, mine)
    return query.order_by(AssignmentRefresh.refresh_on, AssignmentRefresh.person_id)


def today_in(organisation_id: int) -> date:
    return clock.today(db.session.get_one(Organisation, organisation_id).time_zone)


def refresh(organisation_id: int, person_ids: Collection[int], today: date) -> None:
    """Work out what is asked of these people of an organisation today, and write what has changed."""
    lock = select(LogHead.organisation_id).where(LogHead.organisation_id == organisation_id).with_for_update()
    db.session.execute(lock)
    db.session.flush()
    programme = in_force(organisation_id).programme
    reader, ids = CareerReader(organisation_id), iter(sorted(person_ids))
    while batch := list(islice(ids, BATCH)):
        careers = reader.read(batch)
        wanted = {
            (person_id, each.requirement.key): _facts(each)
            for person_id, career in careers.items()
            for each in assign(career, programme, today)
        }
        _write(organisation_id, batch, wanted, today)
        _mark({person_id: next_change(career, programme, today) for person_id, career in careers.items()})


def _facts(assignment: Assignment) -> Facts:
    job = assignment.post.job
    return {
        "strength": assignment.requirement.strength.value,
        "status": assignment.status.value,
        "bound_since": assignment.bound_since,
        "opens_on": assignment.opens_on,
        "due_on": assignment.due_on,
        "done_on": assignment.done_on,
        "team_id": assignment.post.team_id,
        "job": assignment.post.role,
        "employment": job.employment,
    }


def _write(organisation_id: int, person_ids: list[int], wanted: dict[Key, Facts], today: date) -> None:
    current = _current(person_ids)
    stale = {key: row for key, row in current.items() if wanted.get(key) != row.facts}
    _close([row.id for row in stale.values() if row.known_from < today], today)
    todays = {key: row for key, row in stale.items() if row.known_from >= today}
    _remove([row.id for key, row in todays.items() if key not in wanted])
    _overwrite([{"row": row.id, **wanted[key]} for key, row in todays.items() if key in wanted])
    _add(
        organisation_id,
        {key: facts for key, facts in wanted.items() if key not in current or (key in stale and key not in todays)},
        today,
    )
    count_again(
        organisation_id,
        before=(_cell(key, row.facts) for key, row in current.items()),
        after=(_cell(key, facts) for key, facts in wanted.items()),
    )


def _cell(key: Key, facts: Facts) -> Cell:
    return Cell(key[1], facts["status"], facts["done_on"] is not None, facts["due_on"] or NEVER)


def _current(person_ids: list[int]) -> dict[Key, Current]:
    columns = [getattr(Row, name) for name in FACTS]
    query = select(Row.person_id, Row.requirement, Row.id, Row.known_from, *columns)
    rows = db.session.connection().execute(query.where(Row.person_id.in_(person_ids), Row.known_to.is_(None)))
    return {
        (person_id, requirement): Current(id_, known_from, dict(zip(FACTS, facts, strict=True)))
        for person_id, requirement, id_, known_from, *facts in rows
    }


def _close(ids: list[int], today: date) -> None:
    for some in _some(ids):
        db.session.execute(update(Row).where(Row.id.in_(some)).values(known_to=today))


def _remove(ids: list[int]) -> None:
    for some in _some(ids):
        db.session.execute(delete(Row).where(Row.id.in_(some)))


def _some(ids: list[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while some := list(islice(left, BATCH)):
        yield some


def _overwrite(rows: list[Facts]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in FACTS}
        db.session.connection().execute(update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(values), rows)


def _add(organisation_id: int, rows: dict[Key, Facts], today: date) -> None:
    mine = (organisation_id, today)
    values = [(*mine, *key, *(facts[name] for name in FACTS)) for key, facts in rows.items()]
    insert_rows(_TABLE, ("organisation_id", "known_from", "person_id", "requirement", *FACTS), values)


def _mark(days: dict[int, date | None]) -> None:
    """When each of these people is to be worked out next; None is never."""
    for some in _some([person_id for person_id, day in days.items() if day is None]):
        db.session.execute(delete(AssignmentRefresh).where(AssignmentRefresh.person_id.in_(some)))
    rows = [{"person_id": person_id, "refresh_on": day} for person_id, day in sorted(days.items()) if day is not None]
    if rows:
        kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        statement = kind.insert(AssignmentRefresh.__table__)
        statement = statement.on_conflict_do_update(
            index_elements=["person_id"], set_={"refresh_on": statement.excluded.refresh_on}
        )
        db.session.connection().execute(statement, rows)
