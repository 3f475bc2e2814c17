"""Finding people by a part of their name."""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.models import Person


def is_named(text: str) -> ColumnElement[bool]:
    """Whether `text` is part of a person's name, in small or capital letters."""
    return has_text(Person.name, text)


def has_text(column: Any, text: str) -> ColumnElement[bool]:
    """Whether `text` is part of what a column says, in small or capital letters.

    SQLite compares only the letters A to Z without regard to case, so others are asked for in several ways.
    """
    plain = unicodedata.normalize("NFC", text)
    ways = sorted({text, plain, plain.lower(), plain.upper(), plain.title()})
    return or_(*(column.icontains(way, autoescape=True) for way in ways))
