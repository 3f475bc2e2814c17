from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key


class Partnership(Model):
    """Organisations that see each other's training in counts, and nothing else of each other."""

    __tablename__ = "partnerships"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Organisation(Model):
    """`version` counts the changes of its own details, so that what was rendered with them can be kept until then.

    Earlier learning is recognised for `recognition_months` after it was completed.
    """

    __tablename__ = "organisations"
    __table_args__ = (Index(None, "partnership_id"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    colour: Mapped[str] = mapped_column(String(7))
    time_zone: Mapped[str] = mapped_column(String(60))
    exit_url: Mapped[str] = mapped_column(String(500))
    version: Mapped[int] = mapped_column(default=1)
    recognition_months: Mapped[int] = mapped_column(default=36)
    is_demo: Mapped[bool] = mapped_column(default=False)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey(Partnership.id))


class LocalDetail(Model):
    """An organisation's own words for a `{{ name }}` in a module."""

    __tablename__ = "local_details"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
