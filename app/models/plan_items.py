from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation


class PlanItem(Model):
    """A line of an organisation's training plan for a year."""

    __tablename__ = "plan_items"
    __table_args__ = (
        CheckConstraint("progress IN ('not-started', 'in-progress', 'complete')", name="progress_is_known"),
        Index(None, "organisation_id", "year"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(200), default="")
    progress: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
