"""Which column of somebody's spreadsheet holds what, whatever order and names they chose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What we read of an old record; the value is the column's name in our own files."""

    EMAIL = "email"
    COURSE_ID = "course_id"
    COURSE = "course"
    COMPLETED_ON = "completed_on"
    VALID_UNTIL = "valid_until"
    METHOD = "method"
    EVIDENCE = "evidence"
    CERTIFICATE = "certificate"
    STATE = "state"


NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.EMAIL: ("email", "e mail", "email address", "e mail address", "work email", "mail"),
    Field.COURSE_ID: ("course id", "course code", "module id"),
    Field.COURSE: ("course", "course title", "course name", "training", "training title", "module", "module title"),
    Field.COMPLETED_ON: ("completed on", "completed", "date completed", "completion date", "completed date", "date"),
    Field.VALID_UNTIL: ("valid until", "valid to", "expires", "expires on", "expiry", "expiry date", "expiration date"),
    Field.METHOD: ("method", "how", "delivery", "delivery method", "how completed"),
    Field.EVIDENCE: ("evidence", "evidence reference", "reference", "ref"),
    Field.CERTIFICATE: ("certificate", "certificate number", "certificate no", "cert"),
    Field.STATE: ("state",),
}
"""The names that we know, best first, as `_plain` writes them."""

_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """`places` count from 0; `width` is how many columns the header has; `ignored` are headers as written."""

    places: Mapping[Field, int]
    width: int
    ignored: tuple[str, ...]

    def cell(self, field: Field, cells: Sequence[str]) -> str:
        """The text of a row in this column, empty where the row or the file has none."""
        place = self.places.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""


@dataclass(frozen=True, slots=True)
class WrongHeader:
    """Columns that are `missing`, and headers that stand there `twice`."""

    missing: tuple[Field, ...]
    twice: tuple[str, ...]


def find_columns(header: Sequence[str]) -> Columns | WrongHeader:
    names = [_plain(cell) for cell in header]
    width = max((place for place, name in enumerate(names, start=1) if name), default=0)
    places = {field: place for field in Field if (place := _place_of(field, names)) is not None}
    twice = tuple(header[place] for place in places.values() if names.count(names[place]) > 1)
    missing = tuple(field for field in (Field.EMAIL, Field.COURSE, Field.COMPLETED_ON) if field not in places)
    if Field.COURSE_ID in places:
        missing = tuple(field for field in missing if field != Field.COURSE)
    if missing or twice:
        return WrongHeader(missing, twice)
    read = set(places.values())
    return Columns(places, width, tuple(header[at] for at in range(width) if at not in read and names[at]))


def _place_of(field: Field, names: Sequence[str]) -> int | None:
    """Where the best of a field's names stands."""
    return next((names.index(name) for name in NAMES[field] if name in names), None)


def _plain(header: str) -> str:
    """`E-mail_Address ` and `e mail address` are the same."""
    return _NOT_A_LETTER.sub(" ", header).strip().casefold()
