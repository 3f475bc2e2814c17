from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.people import Person


class Exemption(Model):
    """A requirement, by its key, that is not asked of a person for a time, or that `route`, a course, meets instead.

    Why is never kept: nobody should be able to infer from it who has lived through abuse.
    """

    __tablename__ = "exemptions"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(None, "person_id", "requirement"),
        Index(None, "made_by_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    requirement: Mapped[str] = mapped_column(String(60))
    route: Mapped[str | None] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
