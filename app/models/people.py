from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation


class Person(Model):
    """Somebody with an account. `reference` never changes; blinded by `salt`, it stands for them in the log.

    Who has no email address signs in with `staff_number`. `last_day` is the last on which the account may be used;
    `first_signed_in_on` stays empty until it is. A coordinator sees the counts of the organisation's partnership.
    Of an erased person the row stays, with postings but without name, address, salt or the old reference, so that
    counts of the past stay right.
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("reference"),
        UniqueConstraint("organisation_id", "staff_number"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index(None, "organisation_id", "name"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    reference: Mapped[str] = mapped_column(String(36))
    salt: Mapped[bytes]
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_trainer: Mapped[bool] = mapped_column(default=False)
    is_lead: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    staff_number: Mapped[str | None] = mapped_column(String(40))
    last_day: Mapped[date | None]
    first_signed_in_on: Mapped[date | None]
    erased_on: Mapped[date | None]
