"""A mark on devices where an account has signed in before.

Wrong guesses from elsewhere count against the account; a device with the mark has a count of its own. So nobody can
lock a colleague out by guessing in their name.
"""

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeSerializer

from app.web.blinding import blind
from app.web.settings import settings

COOKIE = "known"
A_YEAR = 31_536_000


def account_key(request: Request, name: str) -> str:
    """What wrong guesses for this account are counted under when they come with this request."""
    try:
        known = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        known = None
    return blind(f"{name} on a known device" if known == blind(name) else name)


def mark_device(response: Response, name: str) -> None:
    response.set_cookie(
        COOKIE,
        _serializer().dumps(blind(name)),
        max_age=A_YEAR,
        httponly=True,
        secure=settings().is_https,
        samesite="Lax",
        path="/sign-in",
    )


def unmark_device(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/sign-in")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="known device")
