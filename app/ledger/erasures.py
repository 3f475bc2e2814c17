"""Taking a person out of everything but the count: their entries stay in the log and stand for nobody any more."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger import traces
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.erasure_list import ListUnreadable, read_list, write_list
from app.ledger.writing import Line, append, subject_of
from app.models import LogEntry, Organisation, Person
from app.rules.log_chain import commit_to_person
from app.rules.training_log import Kind

__all__ = [
    "AlreadyErased",
    "ListUnreadable",
    "erase",
    "erase_all",
    "erased_commitments",
    "find_by_commitments",
    "read_list",
    "reapply",
    "write_list",
]

BY_THE_SERVICE = Origin()


class AlreadyErased(Exception):
    """Nothing of the person is left to take out."""


def erase(person_id: int, origin: Origin, now: datetime) -> LogEntry:
    """Append an erasure to the log and take out who the person was, wherever it is kept.

    Postings and attendances stay with a row that names nobody, so that counts of the past stay right, and so do their
    looks at others, which are shown to whom they looked at. What the file that the database lies in still holds is
    for `app.ledger.scrubbing`. Raises AlreadyErased. Call it inside `app.database.writing()`.
    """
    person = db.session.scalar(select(Person).where(Person.id == person_id).with_for_update(key_share=True))
    if person is None or person.erased_on is not None:
        raise AlreadyErased
    traces.overwrite_what_is_deleted()
    organisation = db.session.get_one(Organisation, person.organisation_id)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    line = Line(Kind.ERASURE, subject_of(person), _nothing_completed(today), replace(origin, note=None, evidence=None))
    entry = append(organisation.id, line, now)
    traces.forget(person, today, now)
    _become_nobody(person, today)
    db.session.flush()
    return entry


def _nothing_completed(today: date) -> CourseCompleted:
    return CourseCompleted(course="", title="", level=0, method="", edition="", completed_on=today, valid_until=None)


def _become_nobody(person: Person, today: date) -> None:
    person.name, person.email, person.password_hash = "", None, None
    person.reference, person.salt = str(uuid4()), b""
    person.staff_number = person.last_day = person.first_signed_in_on = None
    person.is_trainer = person.is_lead = person.is_admin = person.is_coordinator = person.is_active = False
    person.erased_on = today


def erased_commitments(organisation_id: int) -> list[bytes]:
    """What stands in an organisation's log for those who have been erased, in the order of the log."""
    query = select(LogEntry.commitment).where(
        LogEntry.organisation_id == organisation_id, LogEntry.kind == Kind.ERASURE
    )
    return list(db.session.scalars(query.order_by(LogEntry.sequence)))


def find_by_commitments(organisation_id: int, commitments: Collection[bytes]) -> list[int]:
    """The ids of those people of an organisation, not yet erased, for whom one of `commitments` stands."""
    wanted = frozenset(commitments)
    query = select(Person.id, Person.salt, Person.reference).where(
        Person.organisation_id == organisation_id, Person.erased_on.is_(None)
    )
    people = db.session.execute(query.order_by(Person.id)).tuples()
    return [person_id for person_id, salt, reference in people if commit_to_person(salt, reference) in wanted]


def reapply(commitments: Collection[bytes], now: datetime) -> int:
    """Erase everybody for whom one of `commitments` stands, as after a restore of an old backup; returns how many.

    All or nobody, in a transaction of its own. Those who are erased already are left as they are.
    """
    with writing():
        return erase_all(commitments, now)


def erase_all(commitments: Collection[bytes], now: datetime) -> int:
    """The same inside a transaction of the caller's."""
    found = [
        person_id
        for organisation_id in db.session.scalars(select(Organisation.id)).all()
        for person_id in find_by_commitments(organisation_id, commitments)
    ]
    for person_id in found:
        erase(person_id, BY_THE_SERVICE, now)
    return len(found)
