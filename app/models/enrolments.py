from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.editions import Module
from app.models.log import LogEntry
from app.models.people import Person


class Enrolment(Model):
    """One person's way through one module once; a renewal is a new one.

    `completed_on` and `entry_id`, the log entry that says so, are set when it is passed. `lessons_read` is a JSON list
    of lesson slugs in the order they were read; when each was read is nobody's business.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("person_id", "module_id", "number"),
        Index(
            "uq_enrolments_one_open",
            "person_id",
            "module_id",
            unique=True,
            sqlite_where=text("completed_on IS NULL"),
            postgresql_where=text("completed_on IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    module_id: Mapped[int] = mapped_column(ForeignKey(Module.id))
    number: Mapped[int] = mapped_column(default=1)
    started_on: Mapped[date]
    completed_on: Mapped[date | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(LogEntry.id))
    lessons_read: Mapped[str] = mapped_column(Text, default="[]")
