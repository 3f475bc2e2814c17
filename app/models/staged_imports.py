from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class StagedImport(Model):
    """A file of old records between its dry run and its import; `content` goes when it is imported or given up."""

    __tablename__ = "staged_imports"
    __table_args__ = (Index(None, "organisation_id", "sha256"), Index(None, "made_at"))

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime] = mapped_column(Instant)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    entries: Mapped[int | None]
    imported_on: Mapped[date | None]
