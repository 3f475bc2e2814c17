"""The words of a page in its reader's language: Flask-Babel's, looked up once a page instead of once a sentence."""

from gettext import NullTranslations
from typing import Any, cast

from babel import Locale
from flask import Flask, g
from flask_babel import get_translations

SPOKEN = Locale("en", "GB")


def choose() -> Locale:
    """The language of this request. There is one until a second catalogue is complete."""
    return SPOKEN


def speak(app: Flask) -> None:
    """Let templates translate."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _translations().gettext(text),
        ngettext=lambda one, many, count: _translations().ngettext(one, many, count),
        newstyle=True,
    )


def _translations() -> NullTranslations:
    """The catalogue of this request's language, or one that leaves everything as it is."""
    found: Any = g.get("translations")
    if found is None:
        found = g.translations = get_translations()
    return cast(NullTranslations, found)
