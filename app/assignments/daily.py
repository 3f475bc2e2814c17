"""Working out those whose day has come: who begins, is back or leaves, though nobody writes anything that day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app, request
from sqlalchemy import select

from app.assignments.refreshing import is_anybody_due, refresh_some, today_in
from app.assignments.working_out import work_out
from app.database import writing
from app.extensions import db
from app.models import LogHead, Organisation
from app.web import clock
from app.web.access import Who, declared_access
from app.web.visitor import visitor

KEY = "waymark.days_worked_out"
MOST_IN_A_REQUEST = 200
SHORT_PATIENCE = 0.5
PAUSE = timedelta(seconds=5)
LONG_PAUSE = timedelta(minutes=10)
"""After a batch, or a try that failed: whoever asks for a page meanwhile does not wait for another."""


@dataclass(frozen=True, slots=True)
class LastTry:
    """For which day this web process tried last, and when; `is_done` says that nobody is left, `failed` that it did."""

    day: date
    at: datetime
    is_done: bool = False
    failed: bool = False


def is_to_try(last: LastTry | None, day: date, now: datetime) -> bool:
    if last is None or last.day != day:
        return True
    pause = LONG_PAUSE if last.failed else PAUSE
    return not last.is_done and not last.at <= now < last.at + pause


def keep_up() -> None:
    """At a day's first pages that this web process shows, until nobody is left: one batch each.

    Whatever goes wrong is a matter for the log file alone.
    """
    if request.method == "GET" and request.endpoint is not None and _is_for_signed_in(request.endpoint):
        work_out_some(visitor().organisation.id, visitor().today)


def _is_for_signed_in(endpoint: str) -> bool:
    """Nobody waits on the way out, or on a page that is to be there without a database."""
    return Who.ANYONE not in (declared_access(current_app, endpoint) or {Who.ANYONE})


def work_out_some(organisation_id: int, day: date) -> None:
    tries: dict[int, LastTry] = current_app.extensions.setdefault(KEY, {})
    now = clock.now()
    if not is_to_try(tries.get(organisation_id), day, now):
        return
    tries[organisation_id] = LastTry(day, now, failed=True)
    try:
        done = _batch(organisation_id, day)
        tries[organisation_id] = LastTry(day, now, is_done=done == 0, failed=done is None)
    except Exception:  # somebody asks for a page, and must not be kept from it
        db.session.rollback()
        current_app.logger.exception("what is asked of people could not be worked out for the day")


def _batch(organisation_id: int, day: date) -> int | None:
    """How many people were worked out; None where another is writing, and may be doing just this."""
    if not is_anybody_due(organisation_id, day):
        return 0
    with writing(patience=SHORT_PATIENCE):
        head = select(LogHead.organisation_id).where(LogHead.organisation_id == organisation_id)
        if db.session.scalar(head.with_for_update(skip_locked=True)) is None:
            return None
        return refresh_some(organisation_id, day, MOST_IN_A_REQUEST)


def refresh_all(progress: Callable[[int], None] = lambda _: None) -> None:
    """Work out everybody whose day has come, in every organisation; `progress` is told of so many people more."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        work_out(organisation_id, today_in(organisation_id), progress=progress)
