"""Pages that read the same for everybody with the same rights in an organisation.

Such a page is drawn once and kept. Two things differ each time: the response's nonce and the session's form token; they
stand in the kept page as marks that no page can hold otherwise.
"""

import secrets
from collections.abc import Hashable
from typing import Any

from flask import current_app, g, render_template, session
from flask_babel import get_locale

from app.web.form_token import form_token
from app.web.frame import frame_key
from app.web.visitor import visitor

KEY = "waymark.drawn"
MOST_PAGES = 1_000
NONCE_MARK = secrets.token_hex(16)
TOKEN_MARK = secrets.token_hex(16)


def draw_once(template: str, key: Hashable, **facts: Any) -> str:
    """The page that `template` makes of `facts`, where `key` tells those of one page from those of another."""
    if session.get("_flashes"):
        return render_template(template, **facts)
    pages: dict[Hashable, str] = current_app.extensions.setdefault(KEY, {})
    full_key = (template, key, frame_key(visitor()), str(get_locale()))
    if full_key not in pages:
        if len(pages) >= MOST_PAGES:
            pages.clear()
        pages[full_key] = _draw(template, facts)
    return pages[full_key].replace(NONCE_MARK, g.csp_nonce).replace(TOKEN_MARK, form_token())


def _draw(template: str, facts: dict[str, Any]) -> str:
    nonce, g.csp_nonce = g.csp_nonce, NONCE_MARK
    try:
        return render_template(template, csrf_token=lambda: TOKEN_MARK, **facts).replace(form_token(), TOKEN_MARK)
    finally:
        g.csp_nonce = nonce
