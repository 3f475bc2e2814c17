"""The day's head of a training log: signed once, and kept as a file as well."""

from datetime import date

from flask import current_app

from app.database import writing
from app.ledger.head_files import write_heads
from app.ledger.heads import newest_head_day, published_heads, sign_head
from app.web import clock
from app.web.settings import settings
from app.web.signing import KeyFault, signing_key

KEY = "waymark.days_signed"
SHORT_PATIENCE = 0.5


def sign_today(organisation_id: int, day: date, *, wait: bool = True) -> bool:
    """Sign the day's head and write every head's file that is missing; whether it was signed just now.

    Raises KeyFault, OSError for files that cannot be written, and OperationalError.
    """
    key = signing_key()
    with writing(patience=None if wait else SHORT_PATIENCE):
        signed = sign_head(organisation_id, key, day, clock.now(), wait=wait) is not None
    write_heads(settings().records_folder, published_heads(organisation_id))
    return signed


def sign_on_first_visit(organisation_id: int, day: date) -> None:
    """At a day's first sign-in that this web process sees. Whatever goes wrong is a matter for the log file alone."""
    signed: dict[int, date] = current_app.extensions.setdefault(KEY, {})
    if signed.get(organisation_id) == day:
        return
    try:
        sign_today(organisation_id, day, wait=False)
        if newest_head_day(organisation_id) == day:
            signed[organisation_id] = day
    except KeyFault as fault:
        current_app.logger.error("the day's head of the training log is not signed. %s", fault)
    except Exception:  # somebody is signing in, and must not be kept from it
        current_app.logger.exception("the day's head of the training log is not signed")
