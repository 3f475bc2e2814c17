"""Keeping the table of assignments: worked out again for whom something affects, and only what changed is written.

All of it happens inside `app.database.writing()`, with the head of the organisation's log locked, so that two who work
out the same person wait for each other and nobody overwrites what is newer.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import exists, func, insert, literal, select, update
from sqlalchemy.exc import OperationalError

from app.assignments.deciding import DecideAll, decide_one_by_one
from app.assignments.in_force import in_force
from app.assignments.recording import mark, record
from app.extensions import db
from app.ledger.affected import take_affected
from app.models import AssignmentRefresh, LogHead, Organisation, Person
from app.rules.programmes.spells import A_DAY
from app.web import clock

AT_ONCE = date(2000, 1, 1)
"""A day that has come: the assignments are to be worked out again now."""

MOST_AT_ONCE = 200
"""As many people are worked out in the transaction that affects them; more are marked, and done in batches."""

MOST = 1_000
"""As many people are worked out in a transaction, unless it is said otherwise."""

BATCH = 250
"""As many are read and written at a time."""


def settle() -> None:
    """Work out again, or mark, those whom the open transaction has affected; called before it is committed.

    What people do is kept even if this cannot be done: then they are marked.
    """
    people = take_affected()
    if len(people) > MOST_AT_ONCE:
        _hold_all_of(people)
        mark(dict.fromkeys(people, AT_ONCE))
        return
    db.session.flush()
    for organisation_id, person_ids in _by_organisation(people).items():
        today = today_in(organisation_id)
        if not _refresh_if_possible(organisation_id, person_ids, today):
            mark(dict.fromkeys(person_ids, AT_ONCE))


def _refresh_if_possible(
    organisation_id: int, person_ids: Collection[int], today: date, decide_all: DecideAll = decide_one_by_one
) -> bool:
    """Whether it went well; otherwise nothing of it is written, and it is told in the log file.

    That the database does not answer is for the caller, as anywhere.
    """
    try:
        with db.session.begin_nested():
            refresh(organisation_id, person_ids, today, decide_all)
    except OperationalError:
        raise
    except Exception:  # a fault in one career or programme must not undo what others do, nor keep them waiting
        current_app.logger.exception("assignments of %s people could not be worked out", len(person_ids))
        return False
    return True


def _hold_all_of(people: set[int]) -> None:
    """So that nobody who knows less of these people takes away their marks."""
    found: set[int] = set()
    for batch in _batches(sorted(people)):
        query = select(Person.organisation_id).where(Person.id.in_(batch))
        found.update(db.session.scalars(query.distinct()))
    for organisation_id in sorted(found):
        hold(organisation_id)


def _by_organisation(people: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    if people:
        query = select(Person.organisation_id, Person.id).where(Person.id.in_(people))
        for organisation_id, person_id in db.session.execute(query).tuples():
            found.setdefault(organisation_id, []).append(person_id)
    return dict(sorted(found.items()))


def mark_everybody(organisation_id: int) -> None:
    """Have everybody of an organisation worked out again, in batches: another programme is in force."""
    hold(organisation_id)
    everybody = select(Person.id).where(Person.organisation_id == organisation_id)
    known = select(AssignmentRefresh.person_id)
    mine = AssignmentRefresh.person_id.in_(everybody)
    db.session.execute(update(AssignmentRefresh).where(mine).values(refresh_on=AT_ONCE))
    fresh = everybody.where(Person.is_active, Person.id.not_in(known)).add_columns(literal(AT_ONCE))
    db.session.execute(insert(AssignmentRefresh).from_select(["person_id", "refresh_on"], fresh))


def waiting(organisation_id: int, today: date) -> int:
    """How many people's assignments are still to be worked out again."""
    return db.session.scalar(select(func.count()).select_from(_due(organisation_id, today).subquery())) or 0


def who_waits(organisation_id: int, today: date) -> list[int]:
    return list(db.session.scalars(_due(organisation_id, today)))


def is_anybody_due(organisation_id: int, today: date) -> bool:
    """Whether somebody's assignments are still to be worked out again."""
    return db.session.scalar(_due(organisation_id, today).limit(1)) is not None


def refresh_some(organisation_id: int, today: date, most: int = MOST, decide_all: DecideAll = decide_one_by_one) -> int:
    """Work out some of those who wait; how many that were. Nobody is done twice if it is cut off.

    Raises SourceProblems where the programme itself cannot be read: that is no fault of anybody's career.
    """
    hold(organisation_id)
    in_force(organisation_id)
    person_ids = list(db.session.scalars(_due(organisation_id, today).limit(most)))
    if person_ids and not _refresh_if_possible(organisation_id, person_ids, today, decide_all):
        _refresh_one_by_one(organisation_id, person_ids, today)
    return len(person_ids)


def _refresh_one_by_one(organisation_id: int, person_ids: Collection[int], today: date) -> None:
    """So that one who cannot be worked out keeps nobody else waiting; they are tried again tomorrow."""
    for person_id in person_ids:
        if not _refresh_if_possible(organisation_id, [person_id], today):
            mark({person_id: today + A_DAY})


def _due(organisation_id: int, today: date) -> Any:
    """Found by the index of days: those who wait are few, the people many."""
    mine = exists().where(Person.id == AssignmentRefresh.person_id, Person.organisation_id == organisation_id)
    query = select(AssignmentRefresh.person_id).where(AssignmentRefresh.refresh_on <= today, mine)
    return query.order_by(AssignmentRefresh.refresh_on, AssignmentRefresh.person_id)


def today_in(organisation_id: int) -> date:
    return clock.today(db.session.get_one(Organisation, organisation_id).time_zone)


def hold(organisation_id: int) -> None:
    """Lock the head of an organisation's log: until the transaction ends, nobody else works out or marks its people."""
    lock = select(LogHead.organisation_id).where(LogHead.organisation_id == organisation_id).with_for_update()
    db.session.execute(lock)


def refresh(
    organisation_id: int, person_ids: Collection[int], today: date, decide_all: DecideAll = decide_one_by_one
) -> None:
    """Work out what is asked of these people of an organisation today, and write what has changed."""
    hold(organisation_id)
    db.session.flush()
    record(organisation_id, decide_all(organisation_id, _batches(sorted(person_ids)), today), today)


def _batches(person_ids: list[int]) -> list[list[int]]:
    return [person_ids[first : first + BATCH] for first in range(0, len(person_ids), BATCH)]
