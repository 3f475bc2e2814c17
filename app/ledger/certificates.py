"""Issuing certificates. One that is issued never changes; another takes its place."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from app.extensions import db
from app.models import Certificate, LogEntry, Organisation, Person

NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals that nobody mistakes for one another."""


def issue(entry: LogEntry, now: datetime, replaces: Certificate | None = None) -> Certificate:
    """A certificate of what an entry says, in the name that its person has today."""
    person = db.session.get_one(Person, entry.person_id)
    organisation = db.session.get_one(Organisation, entry.organisation_id)
    certificate = _certificate(entry.id, person, organisation, now)
    certificate.replaces_id = replaces.id if replaces else None
    db.session.add(certificate)
    db.session.flush()
    return certificate


def issue_all(organisation_id: int, entries: Iterable[tuple[int, Person]], now: datetime) -> list[Certificate]:
    """Certificates of many entries, given by id and person, in a few statements."""
    organisation = db.session.get_one(Organisation, organisation_id)
    made = [_certificate(entry_id, person, organisation, now) for entry_id, person in entries]
    db.session.add_all(made)
    db.session.flush()
    return made


def issue_in_new_name(certificate: Certificate, now: datetime) -> Certificate:
    """The same completion certified again, in the name that its person has today. The old one reads as superseded."""
    return issue(db.session.get_one(LogEntry, certificate.entry_id), now, replaces=certificate)


def _certificate(entry_id: int, person: Person, organisation: Organisation, now: datetime) -> Certificate:
    return Certificate(
        number=_new_number(),
        token=secrets.token_urlsafe(24),
        entry_id=entry_id,
        person_id=person.id,
        name=person.name,
        organisation_name=organisation.name,
        issued_on=now.astimezone(ZoneInfo(organisation.time_zone)).date(),
    )


def _new_number() -> str:
    letters = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))
