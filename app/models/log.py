from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class LogEntry(Model):
    """A line of the training log; written only by `app.ledger`, never changed.

    `commitment` stands for the person without naming them; `person_id` is the link that an erasure removes.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "sequence"),
        CheckConstraint("kind IN ('completion')", name="kind_is_known"),
        CheckConstraint("valid_until IS NULL OR valid_until >= completed_on", name="valid_after_completed"),
        Index(None, "organisation_id", "completed_on", "id"),
        Index(None, "organisation_id", "course", "sequence"),
        Index(None, "person_id", "course"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    course: Mapped[str] = mapped_column(String(60))
    course_title: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    method: Mapped[str] = mapped_column(String(20))
    edition: Mapped[str] = mapped_column(String(64))
    completed_on: Mapped[date]
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Model):
    """The newest entry of an organisation's log; its row is the lock of the one writer."""

    __tablename__ = "log_heads"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
