"""Certificates in the database, each with the log entry that it certifies."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from app.database import writing
from app.extensions import db
from app.ledger import certificates
from app.ledger.standing import is_replaced, is_superseded
from app.models import Certificate, LogEntry, Organisation
from app.web.enrolments import lock_learner


@dataclass(frozen=True, slots=True)
class CertifiedCompletion:
    """A certificate with what it certifies.

    `superseded` says that the course has been completed again since, or that another certificate was issued in its
    place; `withdrawn` that what it certifies was corrected or withdrawn. `replaced_by` and `replaces` are the numbers
    of the certificates after and before it.
    """

    id: int
    entry_id: int

    number: str
    token: str
    name: str
    organisation: str
    colour: str
    time_zone: str
    title: str
    level: int
    completed_on: date
    valid_until: date | None
    superseded: bool
    withdrawn: bool
    replaced_by: str | None
    replaces: str | None


def certificate_of(person_id: int, number: str) -> CertifiedCompletion | None:
    """A person's own certificate by its number; None for anybody else's."""
    return _first(_certified().where(Certificate.number == number, Certificate.person_id == person_id))


def certificate_with_token(token: str) -> CertifiedCompletion | None:
    return _first(_certified().where(Certificate.token == token))


def issue_in_new_name(person_id: int, certificate_id: int, now: datetime, *, is_unprintable: bool) -> str:
    """The number of the certificate in a person's name of today; of the one that is there already, if it is.

    `is_unprintable` says that no PDF can be drawn in that name.
    """
    with writing():
        lock_learner(person_id)
        query = select(Certificate.number).where(Certificate.replaces_id == certificate_id)
        known = db.session.scalar(query)
        old = db.session.get_one(Certificate, certificate_id)
        if known is not None:
            return known
        new = certificates.issue_in_new_name(old, now)
        new.is_unprintable = is_unprintable
        return new.number


def _certified() -> Select[tuple[object, ...]]:
    after, before = aliased(Certificate), aliased(Certificate)
    return (
        select(
            Certificate.id,
            Certificate.entry_id,
            Certificate.number,
            Certificate.token,
            Certificate.name,
            Certificate.organisation_name,
            Organisation.colour,
            Organisation.time_zone,
            LogEntry.course_title,
            LogEntry.level,
            LogEntry.completed_on,
            LogEntry.valid_until,
            or_(is_superseded(LogEntry), after.id.is_not(None)),
            is_replaced(LogEntry),
            after.number,
            before.number,
        )
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .join(Organisation, Organisation.id == LogEntry.organisation_id)
        .outerjoin(after, after.replaces_id == Certificate.id)
        .outerjoin(before, before.id == Certificate.replaces_id)
    )


def _first(query: Select[tuple[object, ...]]) -> CertifiedCompletion | None:
    row = db.session.execute(query).first()
    return None if row is None else CertifiedCompletion(*row)
