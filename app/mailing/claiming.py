"""Taking a mail off the queue so that nobody else sends it, and writing down what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update

from app.database import writing
from app.extensions import db
from app.mailing.composing import Composed, Composer, Wanted
from app.mailing.mails import Mail
from app.mailing.queue import About, State
from app.mailing.recipients import Recipient, is_here, sent_reminder_on
from app.models import Organisation, OutgoingMail, Person
from app.rules.reminders import wait_after
from app.web import clock
from app.web.looks import list_by_mail

A_WEEK = timedelta(days=7)

LOST_AFTER = timedelta(minutes=10)
"""Longer than any server is waited for: what is still `sending` then was left behind, and may have gone out."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this process alone sends, and the rows of the queue that it stands for."""

    ids: tuple[int, ...]
    about: About
    mail: Mail
    tries: int


class Claims:
    """The mails of one organisation that are waiting, one after the other."""

    def __init__(self, organisation_id: int, today: date) -> None:
        self._organisation_id, self._today = organisation_id, today
        self._composer = Composer(organisation_id, today)

    def next(self, now: datetime) -> Claimed | None:
        """The next mail, marked `sending`, or None when no more waits. What is not to be said any more is cancelled."""
        while True:
            with writing():
                first = self._first(now)
                if first is None:
                    return None
                claimed = self._claim(first, now)
            if claimed is not None:
                return claimed

    def _first(self, now: datetime) -> Row[tuple[int, int, str]] | None:
        query = select(OutgoingMail.id, OutgoingMail.person_id, OutgoingMail.about).where(
            OutgoingMail.organisation_id == self._organisation_id, _waits(now)
        )
        return db.session.execute(query.order_by(OutgoingMail.next_try_at, OutgoingMail.id).limit(1)).first()

    def _claim(self, first: Row[tuple[int, int, str]], now: datetime) -> Claimed | None:
        """The person is locked first: two processes never hold different rows of one mail."""
        mail_id, person_id, about = first
        db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
        same = OutgoingMail.id == mail_id
        if about == About.REMINDER:
            same = and_(OutgoingMail.person_id == person_id, OutgoingMail.about == about)
        rows = db.session.scalars(
            select(OutgoingMail).where(same, _waits(now)).order_by(OutgoingMail.id).with_for_update()
        ).all()
        if not rows:
            return None
        if about == About.REMINDER and sent_reminder_on(self._organisation_id, [person_id], self._today):
            self._postpone(rows)
            return None
        return self._take(rows, self._compose(About(about), person_id, rows, now), now)

    def _postpone(self, rows: Sequence[OutgoingMail]) -> None:
        """Until tomorrow: nobody gets two reminders a day."""
        time_zone = db.session.get_one(Organisation, self._organisation_id).time_zone
        for row in rows:
            row.next_try_at = clock.end_of(self._today, time_zone) + timedelta(seconds=1)

    def _compose(self, about: About, person_id: int, rows: Sequence[OutgoingMail], now: datetime) -> Composed | None:
        if about is About.REMINDER:
            return self._composer.reminder(person_id, [wanted_by(row) for row in rows])
        if about is About.DIGEST:
            return self._composer.digest(person_id) if rows[0].made_at > now - A_WEEK else None
        to = db.session.execute(
            select(Person.id, Person.name, Person.email).where(Person.id == person_id, is_here(self._today))
        ).first()
        if to is None or rows[0].body is None:
            return None
        return Composed(Recipient(to[0], to[1], to[2]), rows[0].subject, rows[0].body)

    def _take(self, rows: Sequence[OutgoingMail], composed: Composed | None, now: datetime) -> Claimed | None:
        taken = []
        for row in rows:
            if composed is None or (row.about == About.REMINDER and wanted_by(row) not in composed.told):
                row.state, row.body = State.CANCELLED.value, None
            else:
                row.state, row.next_try_at = State.SENDING.value, now + LOST_AFTER
                row.copy_to_id = composed.copy_to.id if composed.copy_to else None
                row.subject = composed.subject
                taken.append(row)
        if composed is None:
            return None
        if composed.scope is not None:
            list_by_mail(composed.to.id, composed.scope)
        ids = tuple(row.id for row in taken)
        mail = composed.as_mail(f"waymark-{ids[0]}", now)
        return Claimed(ids, About(taken[0].about), mail, max(row.tries for row in taken))


def wanted_by(row: OutgoingMail) -> Wanted:
    return Wanted(row.requirement, row.due_on)


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(OutgoingMail.state == State.WAITING, OutgoingMail.next_try_at <= now)


def is_sent(claimed: Claimed, now: datetime) -> None:
    _settle(claimed, state=State.SENT.value, sent_at=now, body=None, problem=None)


def is_refused(claimed: Claimed, why: str) -> None:
    _settle(claimed, state=State.FAILED.value, tries=claimed.tries + 1, body=None, problem=why)


def is_for_later(claimed: Claimed, why: str, now: datetime) -> bool:
    """Whether it is tried again after a while; given up when that was done often enough."""
    wait = wait_after(claimed.tries + 1)
    if wait is None:
        is_refused(claimed, why)
        return False
    _settle(claimed, state=State.WAITING.value, tries=claimed.tries + 1, next_try_at=now + wait, problem=why)
    return True


def is_in_doubt(claimed: Claimed, why: str, now: datetime) -> None:
    """It stays `sending`, and is shown at once as one that may have gone out."""
    _settle(claimed, tries=claimed.tries + 1, next_try_at=now, problem=why)


def _settle(claimed: Claimed, **values: Any) -> None:
    mine = and_(OutgoingMail.id.in_(claimed.ids), OutgoingMail.state == State.SENDING)
    with writing():
        db.session.execute(update(OutgoingMail).where(mine).values(**values))
