from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class StagedImport(Model):
    """A file between its dry run and its import; `content` goes when it is imported or given up.

    `holds` is what it is a list of. `choices` is what its reader has chosen for it, as JSON.
    """

    __tablename__ = "staged_imports"
    __table_args__ = (
        CheckConstraint("holds IN ('completions', 'people')", name="holds_is_known"),
        Index(None, "organisation_id", "sha256"),
        Index(None, "made_at"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime] = mapped_column(Instant)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    entries: Mapped[int | None]
    imported_on: Mapped[date | None]
    holds: Mapped[str] = mapped_column(String(12), default="completions")
    choices: Mapped[str] = mapped_column(Text, default="{}")


class ColumnMapping(Model):
    """How an organisation's list of people is read, as it was last chosen: JSON of headings by field and of what their
    words for kinds of employment mean.
    """

    __tablename__ = "column_mappings"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    headings: Mapped[str] = mapped_column(Text)
