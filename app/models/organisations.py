from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key


class Organisation(Model):
    """`version` counts the changes of its own details, so that what was rendered with them can be kept until then.

    Earlier learning is recognised for `recognition_months` after it was completed.
    """

    __tablename__ = "organisations"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    colour: Mapped[str] = mapped_column(String(7))
    time_zone: Mapped[str] = mapped_column(String(60))
    exit_url: Mapped[str] = mapped_column(String(500))
    version: Mapped[int] = mapped_column(default=1)
    recognition_months: Mapped[int] = mapped_column(default=36)
    is_demo: Mapped[bool] = mapped_column(default=False)


class LocalDetail(Model):
    """An organisation's own words for a `{{ name }}` in a module."""

    __tablename__ = "local_details"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
