from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation


class SigningKeyRecord(Model):
    """The public half of a key that signs; `certificate` is PEM. The private half is a file and never in here."""

    __tablename__ = "signing_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    certificate: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class SignedHead(Model):
    """The head of a training log as it was signed on a day. `organisation_name` is what the signature covers."""

    __tablename__ = "signed_heads"
    __table_args__ = (UniqueConstraint("organisation_id", "day", "sequence"),)

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    organisation_name: Mapped[str] = mapped_column(String(200))
    day: Mapped[date]
    sequence: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[str] = mapped_column(ForeignKey(SigningKeyRecord.key_id))
    signed_at: Mapped[datetime] = mapped_column(Instant)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
