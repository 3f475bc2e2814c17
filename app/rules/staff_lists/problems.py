"""What can be wrong with a row of a list of staff."""

from dataclasses import dataclass
from enum import StrEnum

from app.rules.staff_lists.columns import Field


class Wrong(StrEnum):
    MISSING = "missing"
    NO_IDENTITY = "no-identity"
    NOT_AN_EMAIL = "not-an-email"
    NOT_A_STAFF_NUMBER = "not-a-staff-number"
    TWICE = "twice"
    EMAIL_TWICE = "email-twice"
    TWO_PEOPLE = "two-people"
    EMAIL_OF_ANOTHER = "email-of-another"
    EMAIL_ELSEWHERE = "email-elsewhere"
    ZEROS_LOST = "zeros-lost"
    TWIN = "twin"
    UNKNOWN_TEAM = "unknown-team"
    UNKNOWN_KIND = "unknown-kind"
    NOT_YES_OR_NO = "not-yes-or-no"
    UNKNOWN_MANAGER = "unknown-manager"
    OWN_MANAGER = "own-manager"
    MANAGER_LOOP = "manager-loop"
    NOT_A_DAY = "not-a-day"
    NUMBER = "number"
    MONTH_FIRST = "month-first"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    HUGE_CELL = "huge-cell"
    QUOTES = "quotes"
    NOT_CLOSED = "not-closed"


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is counted as a spreadsheet does; `field` is None where all of it is meant; `text` is what stands there.

    `other` is whom or what else it is about: another row, a name, a way round in a circle.
    """

    row: int
    wrong: Wrong
    field: Field | None = None
    text: str = ""
    other: str = ""
