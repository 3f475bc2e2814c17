"""Sentences that are said to the person themselves or of them to somebody else."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from flask_babel import LazyString, gettext


class Reader(StrEnum):
    """Whom a sentence is for: the person themselves, or somebody else."""

    YOU = "you"
    OTHERS = "others"


class Said(NamedTuple):
    """A sentence, or a clause of one, in the second person and in the third; `%(name)s` where a name goes."""

    you: LazyString
    others: LazyString

    def to(self, reader: Reader, **names: object) -> str:
        return str(self.you if reader is Reader.YOU else self.others) % names


def both(parts: Sequence[str]) -> str:
    """One, two and three"""
    return _listed(parts, gettext("%(those)s and %(last)s"))


def either(parts: Sequence[str]) -> str:
    """One, two, or three"""
    return _listed(parts, gettext("%(those)s, or %(last)s"))


def _listed(parts: Sequence[str], with_last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return with_last % {"those": ", ".join(parts[:-1]), "last": parts[-1]}
