from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class OutgoingMail(Model):
    """A mail on its way, or sent. `key` says what it is about, so that nobody is told the same thing twice.

    `copy_to_id` gets a copy. `body` goes when it is sent or given up. Who is `sending` when the server stops is not
    tried again: a mail may have gone out.
    """

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(
            "about IN ('invitation', 'reset', 'reminder', 'digest')",
            name="about_is_known",
        ),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'cancelled', 'failed')", name="state_is_known"),
        Index(None, "state", "next_try_at"),
        Index(None, "organisation_id", "made_at"),
        Index(None, "person_id"),
        Index(None, "copy_to_id"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    copy_to_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    about: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(200))
    requirement: Mapped[str | None] = mapped_column(String(60))
    due_on: Mapped[date | None]
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(String(300))
