"""What becomes of a row in a file of old records."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum

from app.rules.import_columns import Columns, Field
from app.rules.training_log import Method, State
from app.rules.validity import valid_until as counts_until
from app.rules.written_days import NoDay, read_day

EARLIEST = date(1990, 1, 1)
LATEST = date(2200, 12, 31)
LONGEST_EVIDENCE = 200
LONGEST_SHOWN = 60
NO_END = frozenset({"never", "no end", "no expiry", "does not expire"})
METHODS: Mapping[str, Method] = {
    **{str(method): method for method in Method},
    "elearning": Method.E_LEARNING,
    "e learning": Method.E_LEARNING,
    "online": Method.E_LEARNING,
    "in-person": Method.IN_PERSON,
    "classroom": Method.IN_PERSON,
    "face to face": Method.IN_PERSON,
    "face-to-face": Method.IN_PERSON,
}
"""How people write the methods, in small letters."""

_NEVER_TYPED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]")


class Wrong(StrEnum):
    """What is wrong with a row."""

    MISSING = "missing"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_COURSE = "unknown-course"
    AMBIGUOUS_COURSE = "ambiguous-course"
    NOT_A_DAY = "not-a-day"
    NUMBER = "number"
    MONTH_FIRST = "month-first"
    IN_THE_FUTURE = "in-the-future"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    UNKNOWN_METHOD = "unknown-method"
    RECOGNITION = "recognition"
    TOO_LONG = "too-long"
    UNREADABLE = "unreadable"
    TOO_MANY_CELLS = "too-many-cells"
    HUGE_CELL = "huge-cell"
    QUOTES = "quotes"
    NOT_CLOSED = "not-closed"


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is counted as a spreadsheet does; `field` is None where all of it is meant; `text` is what stands there."""

    row: int
    wrong: Wrong
    field: Field | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class KnownCourse:
    """`valid_months` is None for what never runs out."""

    slug: str
    title: str
    level: int
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Courses by their id and by their title in small letters; a title that two have is None."""

    by_slug: Mapping[str, KnownCourse]
    by_title: Mapping[str, KnownCourse | None]


@dataclass(frozen=True, slots=True)
class OldRecord:
    """A row that can be recorded."""

    row: int
    person_id: int
    email: str
    course: KnownCourse
    completed_on: date
    valid_until: date | None
    method: Method
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against. `people` are ids by email address; without a column, `method` is everybody's."""

    columns: Columns
    catalogue: Catalogue
    today: date
    method: Method = Method.EXTERNAL


def catalogue_of(courses: Sequence[KnownCourse]) -> Catalogue:
    by_title: dict[str, KnownCourse | None] = {}
    for course in courses:
        title = _folded(course.title)
        by_title[title] = None if title in by_title else course
    return Catalogue({course.slug: course for course in courses}, by_title)


def email_in(cells: Sequence[str], columns: Columns) -> str:
    """The address that a row is about, as addresses are stored; empty where it can be nobody's."""
    email = columns.cell(Field.EMAIL, cells).strip("\u200b\ufeff ").lower()
    return "" if len(email) > 254 or _NEVER_TYPED.search(email) else email


def says_it_does_not_count(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a row of one of our own files is about an entry that was corrected or withdrawn."""
    return columns.cell(Field.STATE, cells) in {State.CORRECTED, State.WITHDRAWN}


def decide(number: int, cells: Sequence[str], known: Known, people: Mapping[str, int]) -> OldRecord | list[Problem]:
    """A record of row `number`, or everything that is wrong with it."""
    row = _Row(number, cells, known.columns)
    if any(cell.strip() for cell in cells[known.columns.width :]):
        row.object(Wrong.TOO_MANY_CELLS)
        return row.problems
    email = email_in(cells, known.columns)
    person_id, course = _person(row, people.get(email)), _course(row, known.catalogue)
    completed_on, method, evidence = _completed_on(row, known.today), _method(row, known.method), _evidence(row)
    valid_until = _valid_until(row, completed_on, course)
    if row.problems or person_id is None or course is None or completed_on is None or method is None:
        return row.problems
    return OldRecord(number, person_id, email, course, completed_on, valid_until, method, evidence)


def objection_to_new(record: OldRecord) -> Problem | None:
    """Why a record may not come by a file, where the log does not have it: recognising is somebody's decision."""
    if record.method is not Method.RECOGNITION:
        return None
    return Problem(record.row, Wrong.RECOGNITION, Field.METHOD, str(record.method))


@dataclass(slots=True)
class _Row:
    """A row that is being read, and what is wrong with it so far."""

    number: int
    cells: Sequence[str]
    columns: Columns
    problems: list[Problem] = dataclass_field(default_factory=list)

    def text(self, field: Field) -> str:
        return self.columns.cell(field, self.cells)

    def object(self, wrong: Wrong, field: Field | None = None) -> None:
        shown = _NEVER_TYPED.sub("\ufffd", self.text(field)) if field else ""
        self.problems.append(Problem(self.number, wrong, field, shown[:LONGEST_SHOWN]))


def _person(row: _Row, person_id: int | None) -> int | None:
    if person_id is None:
        row.object(Wrong.UNKNOWN_PERSON if row.text(Field.EMAIL) else Wrong.MISSING, Field.EMAIL)
    return person_id


def _course(row: _Row, catalogue: Catalogue) -> KnownCourse | None:
    """By its id or, where that is unknown, by its title; people write ids under `course` too."""
    written = [text for field in (Field.COURSE_ID, Field.COURSE) if (text := row.text(field))]
    for text in written:
        found = catalogue.by_slug.get(text.lower()) or catalogue.by_title.get(_folded(text))
        if found is not None:
            return found
    field = Field.COURSE if Field.COURSE in row.columns.places else Field.COURSE_ID
    is_shared = any(_folded(text) in catalogue.by_title for text in written)
    row.object(Wrong.AMBIGUOUS_COURSE if is_shared else Wrong.UNKNOWN_COURSE if written else Wrong.MISSING, field)
    return None


def _completed_on(row: _Row, today: date) -> date | None:
    day = _day(row, Field.COMPLETED_ON)
    if day is None and not row.text(Field.COMPLETED_ON):
        row.object(Wrong.MISSING, Field.COMPLETED_ON)
    if day is None or EARLIEST <= day <= today:
        return day
    row.object(Wrong.TOO_EARLY if day < EARLIEST else Wrong.IN_THE_FUTURE, Field.COMPLETED_ON)
    return None


def _valid_until(row: _Row, completed_on: date | None, course: KnownCourse | None) -> date | None:
    """As the row says, otherwise by the course; None for what never runs out."""
    written = row.text(Field.VALID_UNTIL)
    if not written:
        return counts_until(completed_on, course.valid_months) if completed_on and course else None
    day = None if written.casefold() in NO_END else _day(row, Field.VALID_UNTIL)
    if day is not None and completed_on is not None and day < completed_on:
        row.object(Wrong.ENDS_BEFORE_IT_BEGINS, Field.VALID_UNTIL)
    elif day is not None and day > LATEST:
        row.object(Wrong.TOO_LATE, Field.VALID_UNTIL)
    return day


def _day(row: _Row, field: Field) -> date | None:
    """The day that a cell says; None for none, or one that cannot be read, which is told."""
    text = row.text(field)
    day = read_day(text) if text else None
    if isinstance(day, NoDay):
        row.object(Wrong(day), field)
        return None
    return day


def _method(row: _Row, otherwise: Method) -> Method | None:
    """`otherwise` where the file has no such column."""
    if Field.METHOD not in row.columns.places:
        return otherwise
    text = _folded(row.text(Field.METHOD))
    if text not in METHODS:
        row.object(Wrong.UNKNOWN_METHOD if text else Wrong.MISSING, Field.METHOD)
    return METHODS.get(text)


def _evidence(row: _Row) -> str | None:
    field = Field.EVIDENCE if row.text(Field.EVIDENCE) else Field.CERTIFICATE
    text = " ".join(row.text(field).split())
    if _NEVER_TYPED.search(text):
        row.object(Wrong.UNREADABLE, field)
    elif len(text) > LONGEST_EVIDENCE:
        row.object(Wrong.TOO_LONG, field)
    return text or None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
