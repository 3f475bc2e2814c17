from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key


class Module(Model):
    """A unit of training. `current_edition_id` is what learners are given now."""

    __tablename__ = "modules"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60))
    current_edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("editions.id", name="fk_modules_current_edition_id", use_alter=True)
    )


class Edition(Model):
    """An immutable published version. `content` and `quiz` are the checked values as JSON (app.content.storage)."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("module_id", "sha256"), Index(None, "module_id"))

    id: Mapped[Key]
    module_id: Mapped[int] = mapped_column(ForeignKey(Module.id))
    sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    module_source: Mapped[str] = mapped_column(Text)
    quiz_source: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    quiz: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(Instant)


class Asset(Model):
    """A cleaned picture, film or caption file, named by the SHA-256 of its bytes; editions share it."""

    __tablename__ = "assets"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(60))
    data: Mapped[bytes] = mapped_column(LargeBinary)
