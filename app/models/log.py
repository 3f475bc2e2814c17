from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person
from app.models.training_sessions import TrainingSession


class LogEntry(Model):
    """A line of the training log; written only by `app.ledger`, never changed.

    `commitment` stands for the person without naming them, `recorder_commitment` for who recorded it: None where the
    service itself did, when a test was passed. `corrects` is the sequence of the entry that this one takes the place
    of, or takes back. `note` and `evidence` are free text, which an erasure removes; `details_commitment` stands for
    them. An erasure has no course.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "sequence"),
        UniqueConstraint("organisation_id", "corrects"),
        CheckConstraint(
            "kind IN ('completion', 'correction', 'withdrawal', 'import', 'erasure')", name="kind_is_known"
        ),
        CheckConstraint(
            "(kind IN ('correction', 'withdrawal')) = (corrects IS NOT NULL)", name="corrections_name_what_they_correct"
        ),
        CheckConstraint("corrects < sequence", name="corrects_an_earlier_one"),
        CheckConstraint("valid_until IS NULL OR valid_until >= completed_on", name="valid_after_completed"),
        Index(None, "organisation_id", "completed_on", "id"),
        Index(None, "organisation_id", "course", "sequence"),
        Index(None, "person_id", "course", "completed_on", "sequence"),
        Index(None, "recorded_by_id"),
        Index(None, "session_id"),
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
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    recorder_commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    corrects: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(String(200))
    details_commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    session_id: Mapped[int | None] = mapped_column(ForeignKey(TrainingSession.id))
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Model):
    """The newest entry of an organisation's log; its row is the lock of the one writer."""

    __tablename__ = "log_heads"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
