from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.editions import Module
from app.models.organisations import Organisation


class Requirement(Model):
    """A module that an organisation asks of an audience, due `within_days` of the day a person joins it."""

    __tablename__ = "requirements"
    __table_args__ = (
        UniqueConstraint("organisation_id", "module_id", "audience"),
        CheckConstraint("audience IN ('everyone', 'managers')", name="audience_is_known"),
        CheckConstraint("within_days >= 0", name="within_days_not_negative"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    module_id: Mapped[int] = mapped_column(ForeignKey(Module.id))
    audience: Mapped[str] = mapped_column(String(20))
    within_days: Mapped[int]
    is_mandatory: Mapped[bool] = mapped_column(default=True)
