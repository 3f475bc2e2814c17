"""From who somebody says they are to a session."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from flask import Response, make_response, redirect, request, session
from flask_login import current_user, login_user

from app.accounts import records
from app.accounts.device_cookie import account_key, mark_device
from app.accounts.finding import Account
from app.database import writing
from app.rules.devices import name_device
from app.rules.sign_in import must_wait
from app.web import clock
from app.web.blinding import blind
from app.web.daily_head import sign_on_first_visit
from app.web.passwords import password_matches
from app.web.settings import settings
from app.web.visitor import load_visitor, visitor


class Refusal(StrEnum):
    """Why somebody is not let in."""

    WAIT = "wait"
    WRONG = "wrong"


def enter(name: str, find: Callable[[], Account | None], password: str) -> Account | Refusal:
    """The account that `find` finds, if the password is its own. `name` is what wrong guesses are counted under."""
    keys, now = (account_key(request, name), blind(request.remote_addr or "")), clock.now()
    if must_wait(*records.count_wrong_guesses(*keys, now)):
        return Refusal.WAIT
    account = find()
    matches = password_matches(account.password_hash if account else None, password)
    if account is not None and matches:
        return account
    with writing():
        records.note_wrong_guess(*keys, now)
    return Refusal.WRONG


def let_in(account: Account, target: str) -> Response:
    """Begin a new session and go on to `target`."""
    previous = session_before()
    with writing():
        token = begin(account, previous)
    return welcome(token, account, target)


def session_before() -> int | None:
    """The id of the session that a request came with."""
    return visitor().session_id if current_user.is_authenticated else None


def begin(account: Account, previous: int | None) -> str:
    """A new session in place of the previous one; its token. Call it inside `app.database.writing()`."""
    if previous is not None:
        records.end_session(previous)
    records.note_first_sign_in(account)
    device, lasts = name_device(request.user_agent.string), timedelta(hours=settings().session_hours)
    return records.open_session(account.person_id, device, clock.now(), lasts)


def welcome(token: str, account: Account, target: str) -> Response:
    """Whatever the browser held before is dropped, but for an answer that was kept."""
    kept = session.get("kept")
    session.clear()
    if kept:
        session["kept"] = kept
    if person := load_visitor(token):
        login_user(person)
        sign_on_first_visit(person.organisation.id, person.today)
    response = make_response(redirect(target, 303))
    mark_device(response, account.sign_in_name)
    return response
