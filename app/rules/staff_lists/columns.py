"""Which column of a list of staff holds what, whatever order and names they have."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a list may say of somebody; the value is the column's name in our own files."""

    STAFF_NUMBER = "staff_number"
    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    TEAM = "team"
    PARENT_TEAM = "parent_team"
    JOB = "job"
    LINE_MANAGER = "line_manager"
    EMPLOYMENT = "employment"
    CUSTOMER_FACING = "customer_facing"
    MANAGES = "manages"
    STARTS_ON = "starts_on"
    CHANGED_ON = "changed_on"
    LAST_DAY = "last_day"
    ABSENT_FROM = "absent_from"
    ABSENT_UNTIL = "absent_until"


NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.STAFF_NUMBER: (
        "staff number", "staff no", "staff id", "employee number", "employee no", "employee id", "payroll number",
        "payroll no", "person number", "personnel number", "emp no", "emp id", "number",
    ),
    Field.EMAIL: ("email", "e mail", "email address", "e mail address", "work email", "work e mail", "mail"),
    Field.NAME: ("name", "full name", "employee name", "display name", "preferred name", "person"),
    Field.FIRST_NAME: ("first name", "forename", "forenames", "given name", "known as", "first"),
    Field.LAST_NAME: ("last name", "surname", "family name", "last"),
    Field.TEAM: ("team", "team name", "organisation unit", "org unit", "unit", "section", "service area", "service"),
    Field.PARENT_TEAM: (
        "parent team", "parent unit", "department", "directorate", "division", "service group", "business area",
    ),
    Field.JOB: ("job", "job title", "job role", "role", "position", "position title", "post title", "post"),
    Field.LINE_MANAGER: (
        "line manager", "manager", "reports to", "line manager number", "line manager staff number", "manager number",
        "manager staff number", "manager id", "line manager id", "line manager email", "manager email",
    ),
    Field.EMPLOYMENT: (
        "employment", "kind of employment", "employment type", "employment status", "contract type", "contract",
        "worker type", "employee type", "type",
    ),
    Field.CUSTOMER_FACING: ("customer facing", "public facing", "frontline", "front line", "resident facing"),
    Field.MANAGES: (
        "manages", "manages people", "people manager", "is manager", "has reports", "direct reports", "reports",
    ),
    Field.STARTS_ON: (
        "starts on", "start date", "started on", "date started", "joined", "join date", "joining date", "date joined",
        "hire date", "continuous service date", "from",
    ),
    Field.CHANGED_ON: (
        "changed on", "change date", "effective date", "effective from", "in post since", "post start date",
    ),
    Field.LAST_DAY: (
        "last day", "leaving date", "leave date", "end date", "date left", "termination date", "leaver date", "ends on",
    ),
    Field.ABSENT_FROM: (
        "absent from", "absence start", "absence start date", "absence from", "away from", "leave from",
    ),
    Field.ABSENT_UNTIL: (
        "absent until", "absence end", "absence end date", "absence until", "away until", "leave until",
    ),
}  # fmt: skip
"""The names that we know, best first, as `plain` writes them."""

LONGEST_HEADING = 200

_NOT_A_LETTER = re.compile(r"[\W_]+")

Places = Mapping[Field, int]
"""Where each field stands in a row, counted from 0."""


class Missing(StrEnum):
    """What a list cannot do without."""

    NAME = "name"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class WrongColumns:
    """`twice` are fields that are read from a column which another field has already."""

    missing: tuple[Missing, ...] = ()
    twice: tuple[Field, ...] = ()


def guess(header: Sequence[str], remembered: Mapping[Field, str]) -> dict[Field, int]:
    """Where each field stands: under its remembered heading, else under the best of the names that we know.

    A field that is remembered without a heading was left out on purpose.
    """
    names = [plain(cell) for cell in header]
    found: dict[Field, int] = {}
    for field in Field:
        wanted = (plain(remembered[field]),) if field in remembered else NAMES[field]
        place = next((names.index(name) for name in wanted if name and name in names), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def fits(header: Sequence[str], remembered: Mapping[Field, str]) -> bool:
    """Whether every heading that is remembered stands in a header."""
    names = {plain(cell) for cell in header}
    return bool(remembered) and all(plain(heading) in names for heading in remembered.values() if heading)


def headings_at(header: Sequence[str], places: Places) -> dict[Field, str]:
    """What to remember: the headings of the chosen columns, and which of those that we recognise were left out."""
    left_out = {field: "" for field in guess(header, {}) if field not in places}
    chosen = {field: header[place].strip()[:LONGEST_HEADING] for field, place in places.items() if place < len(header)}
    return left_out | chosen


def recognised(header: Iterable[str]) -> int:
    """How many cells of a row are headings that we know."""
    known = {name for names in NAMES.values() for name in names}
    return sum(plain(cell) in known for cell in header)


def find_wrong(places: Places) -> WrongColumns | None:
    has_name = Field.NAME in places or {Field.FIRST_NAME, Field.LAST_NAME} <= places.keys()
    has_identity = Field.STAFF_NUMBER in places or Field.EMAIL in places
    missing = {Missing.NAME: has_name, Missing.IDENTITY: has_identity}
    taken = list(places.values())
    twice = tuple(field for at, (field, place) in enumerate(places.items()) if place in taken[:at])
    wrong = WrongColumns(tuple(each for each, is_there in missing.items() if not is_there), twice)
    return wrong if wrong.missing or wrong.twice else None


def plain(heading: str) -> str:
    """`E-mail_Address ` and `e mail address` are the same."""
    return _NOT_A_LETTER.sub(" ", heading).strip().casefold()
