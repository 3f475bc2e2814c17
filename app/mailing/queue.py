"""Putting mail on its way. `flask remind` sends it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from app.content.neutral import topic_word
from app.extensions import db
from app.models import OutgoingMail


class About(StrEnum):
    """What a mail is for. Invitations and resets are written when they are queued, the others when they are sent."""

    INVITATION = "invitation"
    RESET = "reset"
    REMINDER = "reminder"
    DIGEST = "digest"


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to a person. `key` says what it is about: the same key is never queued twice.

    `body` is plain text, None where it is written right before it is sent. `copy_to_id` is who gets a copy.
    """

    organisation_id: int
    person_id: int
    about: About
    key: str
    subject: str = ""
    body: str | None = None
    copy_to_id: int | None = None
    requirement: str | None = None
    due_on: date | None = None


def queue_mail(mail: NewMail, now: datetime) -> bool:
    """Have a mail sent by the next `flask remind`; whether it is new. Call it inside `app.database.writing()`.

    Raises ValueError for a subject that names the topic.
    """
    return queue_mails([mail], now) == 1


def queue_mails(mails: Sequence[NewMail], now: datetime) -> int:
    """The same for several at once; how many of them are new."""
    if not mails:
        return 0
    for mail in mails:
        if word := topic_word(mail.subject):
            raise ValueError(f'"{word}" in a subject would show to whoever looks over a shoulder')
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = kind.insert(OutgoingMail.__table__).values([_row(mail, now) for mail in mails])
    new = statement.on_conflict_do_nothing(index_elements=["key"]).returning(OutgoingMail.id)
    return len(db.session.connection().execute(new).all())


def take_back(about: About, person_ids: Collection[int]) -> None:
    """Cancel the mails about something that wait for these people. Call it inside `app.database.writing()`."""
    mine = OutgoingMail.about == about, OutgoingMail.person_id.in_(person_ids)
    waits = OutgoingMail.state == State.WAITING
    db.session.execute(update(OutgoingMail).where(*mine, waits).values(state=State.CANCELLED.value, body=None))


def _row(mail: NewMail, now: datetime) -> dict[str, Any]:
    return {
        "organisation_id": mail.organisation_id,
        "person_id": mail.person_id,
        "copy_to_id": mail.copy_to_id,
        "about": mail.about.value,
        "key": mail.key,
        "requirement": mail.requirement,
        "due_on": mail.due_on,
        "subject": mail.subject,
        "body": mail.body,
        "state": State.WAITING.value,
        "tries": 0,
        "made_at": now,
        "next_try_at": now,
    }
