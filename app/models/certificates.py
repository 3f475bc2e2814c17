from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.log import LogEntry
from app.models.people import Person


class Certificate(Model):
    """What a completion is certified by. `name` and `organisation_name` are as on the day of issue and stay so.

    `replaces_id` is the certificate that it was issued in place of. `is_unprintable` says that no PDF could be drawn
    in this name on the day, so that a training lead can see to it.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("token"),
        UniqueConstraint("replaces_id"),
        Index(None, "entry_id"),
        Index(None, "person_id"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(40))
    entry_id: Mapped[int] = mapped_column(ForeignKey(LogEntry.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    name: Mapped[str] = mapped_column(String(200))
    organisation_name: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    is_unprintable: Mapped[bool] = mapped_column(default=False)
