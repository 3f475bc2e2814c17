"""Headers that keep pages to themselves."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request

from app.web.uploads import make_room

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FIXED = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
A_YEAR = 31_536_000
NEVER_TYPED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and code points that are none: no page can show them, and PostgreSQL cannot store the first."""


def make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def looks_itself_at(*fields: str) -> Callable[[View], View]:
    """Declare that a view looks for control characters in these fields of its form itself, to lose nothing typed."""

    def declare(view: View) -> View:
        view.looks_itself_at = frozenset(fields)  # type: ignore[attr-defined]
        return view

    return declare


def refuse_what_nobody_types() -> None:
    """An address or a form with control characters, before anything reads it."""
    if request.endpoint is None:
        return
    if NEVER_TYPED.search(request.path):
        abort(404)
    passed = getattr(current_app.view_functions[request.endpoint], "looks_itself_at", ())
    form = (pair for pair in request.form.items(multi=True) if pair[0] not in passed)
    sent = (text for pair in (*request.args.items(multi=True), *form) for text in pair)
    if any(NEVER_TYPED.search(text) for text in sent):
        abort(400)


def add_headers(response: Response) -> Response:
    """What a page may load, and that nothing a person sees is kept by a browser or a proxy."""
    if "Content-Security-Policy" not in response.headers:
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=g.get("csp_nonce", ""))
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return response


def with_fixed_headers(application: "WSGIApplication") -> "WSGIApplication":
    """Strict headers on every answer, a style sheet's as well as a page's."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            return start_response(status, headers + FIXED, *error)

        return application(environ, start)

    return answer


def keep_safe(app: Flask) -> None:
    app.before_request(make_nonce)
    app.before_request(make_room)
    app.before_request(refuse_what_nobody_types)
    app.after_request(add_headers)
