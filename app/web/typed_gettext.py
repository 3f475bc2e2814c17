"""gettext and ngettext, which give a text."""

import flask_babel


def gettext(sentence: str, **facts: object) -> str:
    return str(flask_babel.gettext(sentence, **facts))


def ngettext(one: str, many: str, number: int, **facts: object) -> str:
    return str(flask_babel.ngettext(one, many, number, **facts))
