"""The token that proves that a form is ours, signed once for each session instead of once for each page."""

from functools import lru_cache

from flask import current_app, g, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

FIELD = "csrf_token"
SALT = "wtf-csrf-token"
MOST_SESSIONS = 20_000


def form_token() -> str:
    """The token of this session's forms, as Flask-WTF makes and checks it; it lasts as long as the session."""
    raw = session.get(FIELD)
    if raw is None or FIELD in g:
        return str(generate_csrf())
    g.csrf_token = token = _sign(str(current_app.secret_key), raw)
    return token


@lru_cache(maxsize=MOST_SESSIONS)
def _sign(secret: str, raw: str) -> str:
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps(raw))
