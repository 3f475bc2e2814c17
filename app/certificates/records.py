"""Certificates in the database, each with the log entry that it certifies."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Certificate, LogEntry, Organisation


@dataclass(frozen=True, slots=True)
class CertifiedCompletion:
    """A certificate with what it certifies. `superseded` says that the course has been completed again since."""

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


def certificate_of(person_id: int, number: str) -> CertifiedCompletion | None:
    """A person's own certificate by its number; None for anybody else's."""
    return _first(_certified().where(Certificate.number == number, Certificate.person_id == person_id))


def certificate_with_token(token: str) -> CertifiedCompletion | None:
    return _first(_certified().where(Certificate.token == token))


def _certified() -> Select[tuple[object, ...]]:
    later = aliased(LogEntry)
    superseded = exists().where(
        later.person_id == LogEntry.person_id,
        later.course == LogEntry.course,
        later.sequence > LogEntry.sequence,
    )
    return (
        select(
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
            superseded,
        )
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .join(Organisation, Organisation.id == LogEntry.organisation_id)
    )


def _first(query: Select[tuple[object, ...]]) -> CertifiedCompletion | None:
    row = db.session.execute(query).first()
    return None if row is None else CertifiedCompletion(*row)
