"""Signed heads: what a log was on a day, so that nobody can cut its end off or write it anew unnoticed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from sqlalchemy import Row, Select, func, select

from app.documents.keys import KeyUnusable, SigningKey, load_certificate, public_numbers
from app.extensions import db
from app.models import LogEntry, LogHead, Organisation, SignedHead, SigningKeyRecord
from app.rules.log_chain import GENESIS
from app.rules.signed_heads import PublishedHead


class HeadFault(StrEnum):
    """What is wrong with a log or with a head that was signed of it."""

    LOG_ENDS_BEFORE = "log-ends-before"
    ANOTHER_ENTRY = "another-entry"
    UNKNOWN_KEY = "unknown-key"
    WRONG_SIGNATURE = "wrong-signature"


@dataclass(frozen=True, slots=True)
class HeadsVerdict:
    """`heads` were compared with the log; `fault` is about `head`, the first that does not fit. None when all do.

    `covered` is the last entry that one of them covers.
    """

    heads: int
    log_ends_at: int
    covered: int = 0
    head: PublishedHead | None = None
    fault: HeadFault | None = None


def sign_head(
    organisation_id: int, key: SigningKey, day: date, now: datetime, *, wait: bool = True, again: bool = False
) -> SignedHead | None:
    """Sign what the log is now: None when that is done, or when somebody writes and we do not `wait`.

    Once a day; `again` signs it once more on that day if it has grown since.

    Call it inside `app.database.writing()`, as everything here that writes.
    """
    query = select(LogHead).where(LogHead.organisation_id == organisation_id)
    query = query.with_for_update(skip_locked=not wait).execution_options(populate_existing=True)
    head = db.session.scalar(query)
    if head is None or _is_signed(organisation_id, day, head.sequence if again else None):
        return None
    name = db.session.get_one(Organisation, organisation_id).name
    published = PublishedHead(organisation_id, name, day, head.sequence, head.hash, key.id)
    signed = SignedHead(
        organisation_id=organisation_id,
        organisation_name=name,
        day=day,
        sequence=head.sequence,
        hash=head.hash,
        key_id=key.id,
        signed_at=now,
        signature=key.sign(published.message()),
    )
    db.session.add(signed)
    db.session.flush()
    return signed


def _is_signed(organisation_id: int, day: date, sequence: int | None) -> bool:
    query = select(SignedHead.id).where(SignedHead.organisation_id == organisation_id, SignedHead.day == day)
    if sequence is not None:
        query = query.where(SignedHead.sequence == sequence)
    return db.session.scalar(query.limit(1)) is not None


def published_heads(organisation_id: int) -> list[PublishedHead]:
    """Every head that was signed of a log, the oldest first: about 365 a year."""
    return [_published(row) for row in db.session.execute(_heads(organisation_id))]


def heads_of_day(organisation_id: int, day: date) -> list[PublishedHead]:
    """Those that were signed on a day, the oldest first."""
    of_day = _heads(organisation_id).where(SignedHead.__table__.c.day == day)
    return [_published(row) for row in db.session.execute(of_day)]


def newest_head_day(organisation_id: int) -> date | None:
    """The last day on which a head was signed."""
    query = select(func.max(SignedHead.day)).where(SignedHead.organisation_id == organisation_id)
    return db.session.scalar(query)


def verify_heads(organisation_id: int, kept_elsewhere: Iterable[PublishedHead] = ()) -> HeadsVerdict:
    """Compare a log with every head that was signed of it, those of the database and others; it is not walked itself.

    Read the log with `app.ledger.verification.verify_log` as well, or an entry before a head may be another.
    """
    heads = _each_once(published_heads(organisation_id), kept_elsewhere)
    ends_at = db.session.scalar(select(LogHead.sequence).where(LogHead.organisation_id == organisation_id)) or 0
    certificates = {row.key_id: row.certificate for row in db.session.execute(select(SigningKeyRecord.__table__))}
    count = 0
    for head in heads:
        fault = _fault_of(head, organisation_id, ends_at, certificates)
        if fault:
            return HeadsVerdict(count, ends_at, head=head, fault=fault)
        count += 1
    return HeadsVerdict(count, ends_at, max((head.sequence for head in heads), default=0))


def _each_once(own: list[PublishedHead], kept_elsewhere: Iterable[PublishedHead]) -> list[PublishedHead]:
    """What is kept elsewhere is nearly always a copy."""
    known = set(own)
    return own + [head for head in kept_elsewhere if head not in known]


def _fault_of(
    head: PublishedHead, organisation_id: int, ends_at: int, certificates: dict[str, str]
) -> HeadFault | None:
    if head.key_id not in certificates:
        return HeadFault.UNKNOWN_KEY
    if head.organisation_id != organisation_id or not is_signed_by(certificates[head.key_id], head):
        return HeadFault.WRONG_SIGNATURE
    if head.sequence > ends_at:
        return HeadFault.LOG_ENDS_BEFORE
    return None if _hash_at(organisation_id, head.sequence) == head.hash else HeadFault.ANOTHER_ENTRY


def is_signed_by(certificate: str, head: PublishedHead) -> bool:
    """Whether the signature of a head is by the key of this certificate (PEM)."""
    try:
        public = public_numbers(load_certificate(certificate)).public_key()
        public.verify(head.signature, head.message(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, KeyUnusable):
        return False
    return True


def _hash_at(organisation_id: int, sequence: int) -> bytes | None:
    if sequence == 0:
        return GENESIS
    mine = LogEntry.organisation_id == organisation_id, LogEntry.sequence == sequence
    return db.session.scalar(select(LogEntry.hash).where(*mine))


def _heads(organisation_id: int) -> Select[Any]:
    heads = SignedHead.__table__
    return select(heads).where(heads.c.organisation_id == organisation_id).order_by(heads.c.day, heads.c.sequence)


def _published(row: Row[Any]) -> PublishedHead:
    return PublishedHead(
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        day=row.day,
        sequence=row.sequence,
        hash=row.hash,
        key_id=row.key_id,
        signature=row.signature,
    )
