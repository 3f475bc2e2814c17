"""Mail that went out, that did not, and that may have. Password resets are nobody else's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, func, or_, select, update

from app.extensions import db
from app.mailing.queue import About, State
from app.models import OutgoingMail, Person

SHOWN_FOR = timedelta(days=60)
LARGEST_ID = 2**63 - 1


class Choice(StrEnum):
    """What to do about a mail that did not go out."""

    AGAIN = "again"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mail that failed; with `is_in_doubt` it may have gone out. What was `at` last tells when."""

    id: int
    name: str
    about: About
    is_in_doubt: bool
    at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    about: About
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that is still to go out: the next time that mail is sent, or not before `not_before`."""

    name: str
    about: About
    not_before: datetime | None


def troubles(organisation_id: int, now: datetime) -> list[Trouble]:
    """One for each mail, newest first."""
    mail = OutgoingMail
    query = (
        select(
            func.min(mail.id),
            Person.name,
            mail.about,
            mail.state,
            func.max(mail.next_try_at),
            func.max(mail.problem),
        )
        .join(Person, Person.id == mail.person_id)
        .where(mail.organisation_id == organisation_id, mail.about != About.RESET, _in_trouble(now))
        .group_by(Person.id, Person.name, mail.about, mail.state)
        .order_by(func.max(mail.next_try_at).desc(), func.min(mail.id))
    )
    return [
        Trouble(mail_id, name, About(about), state == State.SENDING, at, problem or "")
        for mail_id, name, about, state, at, problem in db.session.execute(query).tuples()
    ]


def count_sent(organisation_id: int) -> int:
    mail = OutgoingMail
    each = select(mail.person_id, mail.about, mail.sent_at).where(_sent(organisation_id)).distinct().subquery()
    return db.session.scalar(select(func.count()).select_from(each)) or 0


def sent(organisation_id: int, first: int, most: int) -> Sequence[Sent]:
    """Newest first."""
    mail = OutgoingMail
    query = (
        select(Person.name, mail.about, mail.sent_at, mail.person_id)
        .join(Person, Person.id == mail.person_id)
        .where(_sent(organisation_id))
        .distinct()
        .order_by(mail.sent_at.desc(), mail.person_id)
    )
    rows = db.session.execute(query.offset(first).limit(most)).tuples()
    return [Sent(name, About(about), sent_at) for name, about, sent_at, _ in rows if sent_at is not None]


def count_waiting(organisation_id: int) -> int:
    each = _waiting(organisation_id).subquery()
    return db.session.scalar(select(func.count()).select_from(each)) or 0


def waiting(organisation_id: int, most: int, now: datetime) -> list[Waiting]:
    """What goes out first comes first."""
    query = _waiting(organisation_id).order_by("goes_at", Person.name, Person.id).limit(most)
    rows = db.session.execute(query).tuples()
    return [Waiting(name, About(about), at if at > now else None) for name, about, at in rows]


def _waiting(organisation_id: int) -> Select[Any]:
    """One for each mail: several reminders to one person go out as one."""
    mail = OutgoingMail
    return (
        select(Person.name, mail.about, func.min(mail.next_try_at).label("goes_at"))
        .join(Person, Person.id == mail.person_id)
        .where(mail.organisation_id == organisation_id, mail.state == State.WAITING, mail.about != About.RESET)
        .group_by(Person.id, Person.name, mail.about)
    )


def count_waiting_invitations(organisation_id: int) -> int:
    query = select(func.count(distinct(OutgoingMail.id))).where(
        OutgoingMail.organisation_id == organisation_id,
        OutgoingMail.about == About.INVITATION,
        OutgoingMail.state == State.WAITING,
    )
    return db.session.scalar(query) or 0


def settle(organisation_id: int, mail_id: int, choice: Choice, now: datetime) -> bool:
    """Queue a mail in trouble again, or let it rest, with all rows that it stands for; whether there was one.

    An invitation that was given up has lost its text, and can only rest.
    """
    mail = OutgoingMail
    found = db.session.execute(
        select(mail.person_id, mail.about, mail.state, mail.body).where(
            mail.id == mail_id, mail.organisation_id == organisation_id, mail.about != About.RESET, _in_trouble(now)
        )
    ).first()
    if found is None:
        return False
    person_id, about, state, body = found
    same = and_(mail.person_id == person_id, mail.about == about, mail.state == state, _in_trouble(now))
    if choice is Choice.LEAVE:
        db.session.execute(update(mail).where(same).values(state=State.CANCELLED.value, body=None))
    elif about != About.INVITATION or body is not None:
        again = {"state": State.WAITING.value, "tries": 0, "next_try_at": now, "problem": None}
        db.session.execute(update(mail).where(same).values(**again))
    return True


def _sent(organisation_id: int) -> ColumnElement[bool]:
    mail = OutgoingMail
    return and_(mail.organisation_id == organisation_id, mail.state == State.SENT, mail.about != About.RESET)


def _in_trouble(now: datetime) -> ColumnElement[bool]:
    """Given up, or left behind by a process that was sending it."""
    mail = OutgoingMail
    left_behind = and_(mail.state == State.SENDING, mail.next_try_at <= now)
    return or_(left_behind, and_(mail.state == State.FAILED, mail.next_try_at > now - SHOWN_FOR))
