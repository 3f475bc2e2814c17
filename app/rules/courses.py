"""Lasting names for courses, made from their titles."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST = 50
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Small letters, digits and hyphens; "course" where a title has none of them."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _NO_LETTERS.sub("-", plain)[:LONGEST].strip("-") or "course"


def free_slug(title: str, taken: Container[str]) -> str:
    """The slug of a title; with a number where another course has it."""
    slug = slug_of(title)
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in numbered if each not in taken)
