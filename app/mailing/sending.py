"""Sending what is queued: each mail is claimed, sent, and marked; never sent again where that is in doubt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.mailing import claiming
from app.mailing.claiming import Claimed, Claims
from app.mailing.mails import Mail, MayHaveGoneOut, NotSent, Refused, Unreachable
from app.mailing.queue import About
from app.mailing.transports import Transport


class Result(StrEnum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    IN_DOUBT = "in doubt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail, and why. `is_end` says that there is no use in going on now."""

    about: About
    mail: Mail
    result: Result
    problem: str = ""
    is_end: bool = False


def send_waiting(
    organisation_id: int, today: date, transport: Transport, now: Callable[[], datetime]
) -> Iterator[Outcome]:
    """Send all that waits in an organisation, as far as somebody takes mail."""
    claims = Claims(organisation_id, today)
    while claimed := claims.next(now()):
        outcome = _send(claimed, transport, now)
        yield outcome
        if outcome.is_end:
            return


def _send(claimed: Claimed, transport: Transport, now: Callable[[], datetime]) -> Outcome:
    about, mail = claimed.about, claimed.mail
    try:
        transport.send(mail)
    except MayHaveGoneOut as doubt:
        claiming.is_in_doubt(claimed, str(doubt), now())
        return Outcome(about, mail, Result.IN_DOUBT, str(doubt))
    except Refused as refusal:
        claiming.is_refused(claimed, str(refusal))
        return Outcome(about, mail, Result.REFUSED, str(refusal))
    except NotSent as problem:
        result = Result.LATER if claiming.is_for_later(claimed, str(problem), now()) else Result.REFUSED
        return Outcome(about, mail, result, str(problem), is_end=isinstance(problem, Unreachable))
    claiming.is_sent(claimed, now())
    return Outcome(about, mail, Result.SENT)
