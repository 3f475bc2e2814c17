"""Checks of PDFs that somebody holds: how many are made, and which certificate a genuine one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import delete, func, select

from app.database import writing
from app.documents.bounded_pdf_check import check_pdf_bounded
from app.documents.pdf_check import PdfState
from app.extensions import db
from app.models import Certificate, SignInTry
from app.web.blinding import blind
from app.web.signing import trusted_certificates

WINDOW = timedelta(minutes=5)
CHECKS_PER_NETWORK = 30

_ONE_AT_A_TIME = Lock()
"""In each web process: a check takes a second of a processor, and learners come first."""


class TooManyChecks(Exception):
    """This network has to wait."""


class CheckingAlready(Exception):
    """Another file is being checked."""


@dataclass(frozen=True, slots=True)
class CheckedPdf:
    """`token` is that of the certificate which a genuine PDF is; None where there is no such certificate any more."""

    state: PdfState
    token: str | None = None


def check(data: bytes, network: str, now: datetime) -> CheckedPdf:
    """Raises TooManyChecks and CheckingAlready."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise CheckingAlready
    try:
        with writing():
            _count(blind(f"{network} checking"), now)
            trusted = trusted_certificates()
        verdict = check_pdf_bounded(data, trusted)
    finally:
        _ONE_AT_A_TIME.release()
    if verdict.state != PdfState.GENUINE:
        return CheckedPdf(verdict.state)
    return CheckedPdf(verdict.state, _token_of(verdict.number))


def _count(network: str, now: datetime) -> None:
    recent = select(func.count()).where(SignInTry.network == network, SignInTry.at > now - WINDOW)
    if (db.session.scalar(recent) or 0) >= CHECKS_PER_NETWORK:
        raise TooManyChecks
    db.session.execute(delete(SignInTry).where(SignInTry.at <= now - WINDOW))
    db.session.add(SignInTry(account=network, network=network, at=now))


def _token_of(number: str) -> str | None:
    return db.session.scalar(select(Certificate.token).where(Certificate.number == number))
