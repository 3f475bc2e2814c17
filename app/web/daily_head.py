"""The day's head of a training log: signed once, and kept as a file as well."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from app.database import writing
from app.ledger.head_files import write_heads
from app.ledger.heads import heads_of_day, newest_head_day, published_heads, sign_head
from app.web import clock
from app.web.settings import settings
from app.web.signing import KeyFault, signing_key

KEY = "waymark.days_signed"
SHORT_PATIENCE = 0.5
PAUSE = timedelta(minutes=10)
"""After a try that failed: whoever signs in meanwhile does not wait for another."""


@dataclass(frozen=True, slots=True)
class LastTry:
    """For which day this web process tried last to sign, and when; `is_done` says that head and file are there."""

    day: date
    at: datetime
    is_done: bool = False


def is_to_try(last: LastTry | None, day: date, now: datetime) -> bool:
    if last is None or last.day != day:
        return True
    return not last.is_done and not last.at <= now < last.at + PAUSE


def sign_today(organisation_id: int, day: date) -> bool:
    """Sign what the log is now, unless that is done, and write every head's file that is missing; whether it signed.

    Raises KeyFault, OSError for files that cannot be written, and OperationalError.
    """
    signed = _sign(organisation_id, day, wait=True, again=True)
    write_heads(settings().records_folder, published_heads(organisation_id))
    return signed


def sign_on_first_visit(organisation_id: int, day: date) -> None:
    """At a day's first sign-in that this web process sees. Whatever goes wrong is a matter for the log file alone."""
    tries: dict[int, LastTry] = current_app.extensions.setdefault(KEY, {})
    now = clock.now()
    if not is_to_try(tries.get(organisation_id), day, now):
        return
    tries[organisation_id] = LastTry(day, now)
    try:
        _sign(organisation_id, day, wait=False, again=False)
        write_heads(settings().records_folder, heads_of_day(organisation_id, day))
        tries[organisation_id] = LastTry(day, now, is_done=newest_head_day(organisation_id) == day)
    except KeyFault as fault:
        current_app.logger.error("the day's head of the training log is not signed. %s", fault)
    except Exception:  # somebody is signing in, and must not be kept from it
        current_app.logger.exception("the day's head of the training log is not signed")


def _sign(organisation_id: int, day: date, *, wait: bool, again: bool) -> bool:
    key = signing_key()
    with writing(patience=None if wait else SHORT_PATIENCE):
        return sign_head(organisation_id, key, day, clock.now(), wait=wait, again=again) is not None
