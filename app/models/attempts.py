from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.editions import Edition
from app.models.enrolments import Enrolment


class Attempt(Model):
    """One sitting of a quiz. `paper` is the JSON of the questions drawn, with their options in the order shown.

    `right` and `passed` are set when it is handed in and never change. When it began is not kept: how long
    somebody takes is nobody's business.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        Index(
            "uq_attempts_one_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("handed_in_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id))
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id))
    number: Mapped[int]
    paper: Mapped[str] = mapped_column(Text)
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    right: Mapped[int | None]
    passed: Mapped[bool | None]


class Answer(Model):
    """What is chosen for one question of a paper. `position` counts from 1; `chosen` is option keys with commas."""

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey(Attempt.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    chosen: Mapped[str] = mapped_column(Text)
