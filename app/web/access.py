"""Who may use a route. Every view says so; a request for one that does not is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.web import kept
from app.web.messages import tell
from app.web.visitor import Visitor, visitor

View = TypeVar("View", bound=Callable[..., Any])

LONGEST_PATH = 2_000


class Who(StrEnum):
    """Whom a route is for."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    MANAGER = "manager"
    TRAINER = "trainer"
    LEAD = "lead"
    ADMIN = "admin"
    COORDINATOR = "coordinator"


HOLDS: dict[Who, Callable[[Visitor], bool]] = {
    Who.SIGNED_IN: lambda person: True,
    Who.MANAGER: lambda person: person.is_manager,
    Who.TRAINER: lambda person: person.is_trainer,
    Who.LEAD: lambda person: person.is_lead,
    Who.ADMIN: lambda person: person.is_admin,
    Who.COORDINATOR: lambda person: person.is_coordinator,
}


def open_to(*who: Who) -> Callable[[View], View]:
    """Declare that a view is for each of `who`."""

    def declare(view: View) -> View:
        view.open_to = frozenset(who)  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> frozenset[Who] | None:
    if endpoint == "static":
        return frozenset({Who.ANYONE})
    return getattr(app.view_functions[endpoint], "open_to", None)


def guard() -> Response | None:
    """Let the request through, ask for a sign-in, or refuse it."""
    if request.endpoint is None:
        return None
    allowed = declared_access(current_app, request.endpoint)
    if allowed is None:
        raise RuntimeError(f"{request.endpoint} does not say who may use it: decorate it with open_to(...)")
    if Who.ANYONE in allowed:
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    person = visitor()
    if not any(HOLDS[who](person) for who in allowed):
        abort(403)
    return None


def ask_to_sign_in() -> Response:
    """To the sign-in page and back again; what was being sent is kept where the view asks for it."""
    kept.keep_sent_form()
    if request.accept_mimetypes.best == "application/json":
        return Response(status=401)
    if "_user_id" in session:
        tell(_("You have been signed out. Sign in to carry on where you were."))
    target = request.full_path.rstrip("?") if request.method == "GET" else page_behind()
    return redirect(url_for("accounts.sign_in") + "?next=" + quote(target, safe="/"), 303)


def page_behind() -> str:
    """The page that a sent form came from: the same address where it can be opened, else My training."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and "GET" in adapter.allowed_methods() else "/training"


def safe_path(target: str | None) -> str | None:
    """`target` if it is a path on this site that somebody may want to go on to, else None."""
    if (
        not target
        or target.startswith("/exit")
        or len(target) > LONGEST_PATH
        or not target.startswith("/")
        or target[1:2] in {"/", "\\"}
    ):
        return None
    return None if any(ord(letter) < 33 or letter == "\\" for letter in target) else target
