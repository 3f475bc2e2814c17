"""Whom mail can reach, and who is answerable for whom."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from sqlalchemy import ColumnElement, and_, or_, select

from app.extensions import db
from app.mailing.queue import About, State
from app.models import Absence, Organisation, OutgoingMail, Person, Posting
from app.web import clock
from app.web.scope import holds_on


@dataclass(frozen=True, slots=True)
class Recipient:
    id: int
    name: str
    email: str


def is_here(today: date) -> ColumnElement[bool]:
    """A condition on Person: has an account that is open today, and an email address."""
    return and_(stays(today), Person.email.is_not(None))


def stays(today: date) -> ColumnElement[bool]:
    """A condition on Person: has an account that is open today."""
    not_over = or_(Person.last_day.is_(None), Person.last_day >= today)
    return and_(Person.is_active, Person.erased_on.is_(None), not_over)


def is_away(today: date) -> ColumnElement[bool]:
    """A condition on Person: is absent today."""
    lasts = or_(Absence.ends_on.is_(None), Absence.ends_on >= today)
    away = select(Absence.person_id).where(Absence.person_id == Person.id, Absence.starts_on <= today, lasts)
    return away.exists()


def recipient(person_id: int, organisation_id: int, today: date) -> Recipient | None:
    """Who can be written to today; None for who has left, is away or has no address."""
    query = select(Person.id, Person.name, Person.email).where(
        Person.id == person_id, Person.organisation_id == organisation_id, is_here(today), ~is_away(today)
    )
    row = db.session.execute(query).first()
    return None if row is None else Recipient(row[0], row[1], row[2])


def line_manager(person_id: int, organisation_id: int, today: date) -> Recipient | None:
    """Who is answerable for a person today and can be written to: their line manager, else who manages their team."""
    mine = select(Posting.line_manager_id, Posting.team_id).where(Posting.person_id == person_id, holds_on(today))
    posts = db.session.execute(mine.order_by(Posting.starts_on.desc(), Posting.id.desc())).tuples().all()
    named = [manager for manager, _ in posts if manager is not None]
    for manager in chain(named, _managers_of([team for _, team in posts], person_id, today)):
        if found := recipient(manager, organisation_id, today):
            return found
    return None


def _managers_of(team_ids: Collection[int], but: int, today: date) -> Iterator[int]:
    """Asked for only once it comes to them."""
    query = select(Posting.person_id).where(Posting.team_id.in_(team_ids), Posting.manages, holds_on(today))
    yield from db.session.scalars(query.where(Posting.person_id != but).order_by(Posting.starts_on, Posting.id)).all()


def reminded_on(organisation_id: int, person_ids: Collection[int], today: date) -> set[int]:
    """Who of these was sent a reminder on a day, or has one on its way."""
    on_its_way = OutgoingMail.state == State.WAITING
    return _with_reminder(person_ids, or_(on_its_way, _sent_since(start_of(organisation_id, today))))


def sent_reminder_on(organisation_id: int, person_ids: Collection[int], today: date) -> set[int]:
    """Who of these was sent a reminder on a day, also where it is not known whether it arrived."""
    return _with_reminder(person_ids, _sent_since(start_of(organisation_id, today)))


def start_of(organisation_id: int, day: date) -> datetime:
    """The last instant before a day of the organisation's."""
    time_zone = db.session.get_one(Organisation, organisation_id).time_zone
    return clock.end_of(day - timedelta(days=1), time_zone)


def _sent_since(since: datetime) -> ColumnElement[bool]:
    sent = and_(OutgoingMail.state == State.SENT, OutgoingMail.sent_at > since)
    return or_(sent, and_(OutgoingMail.state == State.SENDING, OutgoingMail.next_try_at > since))


def _with_reminder(person_ids: Collection[int], condition: ColumnElement[bool]) -> set[int]:
    query = select(OutgoingMail.person_id).where(OutgoingMail.about == About.REMINDER, condition)
    return set(db.session.scalars(query.where(OutgoingMail.person_id.in_(person_ids))))
