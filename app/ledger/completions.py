"""Appending a completion and the certificate that goes with it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import Certificate, LogEntry, LogHead, Organisation, Person
from app.rules.log_chain import GENESIS, chain, commit_to_person

NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals that nobody mistakes for one another."""


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """What was completed. `edition` is its SHA-256; `method` is how: `e-learning`."""

    course: str
    title: str
    level: int
    method: str
    edition: str
    completed_on: date
    valid_until: date | None


def record_completion(person_id: int, completed: CourseCompleted, now: datetime) -> Certificate:
    """Append a completion to the log of the person's organisation and issue its certificate.

    Call it inside `app.database.writing()`; the log's head is locked until that ends.
    """
    person = db.session.get_one(Person, person_id)
    organisation = db.session.get_one(Organisation, person.organisation_id)
    head = _locked_head(organisation.id)
    entry = LogEntry(
        organisation_id=organisation.id,
        sequence=head.sequence + 1,
        kind="completion",
        person_id=person.id,
        commitment=commit_to_person(person.salt, person.reference),
        course=completed.course,
        course_title=completed.title,
        level=completed.level,
        method=completed.method,
        edition=completed.edition,
        completed_on=completed.completed_on,
        valid_until=completed.valid_until,
        recorded_at=now,
        previous_hash=head.hash,
    )
    entry.hash = chain(head.hash, facts_of(entry))
    head.sequence, head.hash = entry.sequence, entry.hash
    db.session.add(entry)
    db.session.flush()
    return _certify(entry, person, organisation)


def _locked_head(organisation_id: int) -> LogHead:
    query = select(LogHead).where(LogHead.organisation_id == organisation_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _certify(entry: LogEntry, person: Person, organisation: Organisation) -> Certificate:
    certificate = Certificate(
        number=_new_number(),
        token=secrets.token_urlsafe(24),
        entry_id=entry.id,
        person_id=person.id,
        name=person.name,
        organisation_name=organisation.name,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def _new_number() -> str:
    letters = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def open_log(organisation_id: int) -> None:
    """Begin the log of a new organisation."""
    db.session.add(LogHead(organisation_id=organisation_id, sequence=0, hash=GENESIS))
