"""Sixteen training leads who put the same entry right at the same instant."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.certificates import records
from app.database import writing
from app.extensions import db
from app.ledger.corrections import CannotCorrect, Refusal, completed_of, correct, withdraw
from app.ledger.entries import Origin
from app.ledger.verification import verify_log
from app.models import Certificate, LogEntry, Person
from tests.concurrency.crowd import CROWD, at_once
from tests.factories import PersonFactory, complete

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def certificate(app: Flask) -> Certificate:
    return complete(PersonFactory())


def put_right(organisation_id: int, lead_id: int) -> Refusal | None:
    """Why it was refused, if it was."""
    origin = Origin(recorded_by=lead_id, reason="other", note="All at once")
    try:
        with writing():
            if lead_id % 2:
                withdraw(organisation_id, 1, origin, NOW)
            else:
                entry = db.session.scalars(select(LogEntry).where(LogEntry.sequence == 1)).one()
                correct(organisation_id, 1, completed_of(entry), origin, NOW)
    except CannotCorrect as refused:
        return refused.refusal
    return None


def test_one_of_them_does(app: Flask, certificate: Certificate) -> None:
    organisation_id = db.session.get_one(Person, certificate.person_id).organisation_id
    leads = [PersonFactory(organisation_id=organisation_id).id for _ in range(CROWD)]

    def act(lead_id: int) -> Callable[[], Refusal | None]:
        return lambda: put_right(organisation_id, lead_id)

    outcomes = at_once(app, [act(lead_id) for lead_id in leads])
    assert sorted(map(str, outcomes)) == ["None", *["replaced"] * (CROWD - 1)]
    assert verify_log(organisation_id).entries == 2


def test_one_certificate_in_a_new_name(app: Flask, certificate: Certificate) -> None:
    person_id, certificate_id = certificate.person_id, certificate.id
    with writing():
        db.session.get_one(Person, person_id).name = "Ann Newname"
    issued = at_once(
        app, [lambda: records.issue_in_new_name(person_id, certificate_id, NOW, is_unprintable=False)] * CROWD
    )
    assert len(set(issued)) == 1
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2
    assert db.session.scalar(select(Certificate.issued_on).where(Certificate.replaces_id.is_not(None))) == date(
        2026, 11, 16
    )
