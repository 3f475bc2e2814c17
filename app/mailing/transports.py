"""The ways in which mail leaves, and what may become of it."""

from typing import Protocol

from app.mailing.mails import Mail
from app.mailing.notify import NotifyTransport
from app.mailing.smtp import SmtpTransport
from config import Settings


class Transport(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand it over; raises one of `app.mailing.mails.NotSent` where that did not work."""

    def close(self) -> None: ...


def transport_of(settings: Settings) -> Transport | None:
    """The way that the settings name; None where there is none. The demonstration sends nothing."""
    if settings.demo:
        return None
    if settings.smtp is not None:
        return SmtpTransport(settings.smtp)
    return NotifyTransport(settings.notify) if settings.notify is not None else None


def has_way_out(settings: Settings) -> bool:
    return not settings.demo and (settings.smtp is not None or settings.notify is not None)
