from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.people import Person


class Session(Model):
    """One sign-in on one device. Only the hash of its token is kept; the row gone, the session is over."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "person_id"), Index(None, "expires_at"))

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    device: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class SignInTry(Model):
    """A wrong password, or a PDF that a stranger had checked, kept for minutes to slow them down.

    Account and network are keyed hashes, never plain.
    """

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index(None, "account", "at"), Index(None, "network", "at"))

    id: Mapped[Key]
    account: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
