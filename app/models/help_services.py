from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation


class HelpService(Model):
    """A service on the help page. `phone` is as people read it; `audience` says whom it is for."""

    __tablename__ = "help_services"
    __table_args__ = (UniqueConstraint("organisation_id", "position"),)

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60))
    audience: Mapped[str] = mapped_column(String(300))
    is_local: Mapped[bool] = mapped_column(default=False)
