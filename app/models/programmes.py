from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class Programme(Model):
    """A version of an organisation's programme; the highest is in force. `source` is its YAML and never changes."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    applied_on: Mapped[date]
    applied_at: Mapped[datetime] = mapped_column(Instant)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class ProgrammeDraft(Model):
    """The version that an organisation's training leads are working on. `based_on` was in force when it was begun.

    `preview` is what is known so far of whom it would move, as JSON; empty before anybody has asked.
    """

    __tablename__ = "programme_drafts"
    __table_args__ = (Index(None, "made_by_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    based_on: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    preview: Mapped[str] = mapped_column(Text, default="")
