from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.mailing.planning import plan
from app.mailing.sending import Outcome, send_waiting
from app.mailing.smtp import SmtpTransport
from app.models import OutgoingMail, Person, Team
from app.web import clock
from tests.factories import TeamFactory, ask, member_of, work_out
from tests.mailing.postbox import Postbox, open_postbox

TODAY = date(2026, 11, 16)
DAYS_TO_DO_IT = 30


@dataclass
class Repairs:
    """A team that is asked for one course, within 30 days of joining, and the mail of its organisation."""

    team: Team
    postbox: Postbox

    @property
    def organisation_id(self) -> int:
        return self.team.organisation_id

    def due_in(self, days_left: int, **fields: object) -> Person:
        """Somebody new who has so many days left."""
        return member_of(self.team, starts_on=TODAY + timedelta(days=days_left - DAYS_TO_DO_IT), **fields)

    def work_out(self) -> None:
        work_out(self.organisation_id)

    def plan(self, today: date = TODAY) -> int:
        return plan(self.organisation_id, today, clock.now())

    def send(self, today: date = TODAY) -> list[Outcome]:
        """Send what is queued."""
        transport = SmtpTransport(self.postbox.server, seconds=1)
        try:
            return list(send_waiting(self.organisation_id, today, transport, clock.now))
        finally:
            transport.close()

    def remind(self, today: date = TODAY) -> list[Outcome]:
        """As `flask remind` does it."""
        self.work_out()
        self.plan(today)
        return self.send(today)

    def rows(self) -> list[OutgoingMail]:
        db.session.rollback()
        return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    def states(self) -> list[str]:
        return [row.state for row in self.rows()]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


@pytest.fixture
def repairs(app: Flask, now: object, postbox: Postbox) -> Repairs:
    team = TeamFactory(name="Repairs")
    ask(team.organisation_id, days=DAYS_TO_DO_IT)
    return Repairs(team, postbox)
