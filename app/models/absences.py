from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.people import Person


class Absence(Model):
    """A spell away from work, in which nothing falls due. Why somebody is away is never kept."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(None, "person_id", "starts_on"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
