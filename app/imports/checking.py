"""Holding a file of old records against people, courses and the log: once to show what would happen, once to do it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from app.documents.csv_reading import Encoding, NotText, Sheet, SheetRow, read_sheet
from app.imports import records
from app.imports.records import Key
from app.imports.seen import Seen
from app.ledger.writing import Subject
from app.rules.import_columns import Columns, WrongHeader, find_columns
from app.rules.old_records import (
    Known,
    OldRecord,
    Problem,
    Wrong,
    catalogue_of,
    decide,
    email_in,
    objection_to_new,
    says_it_does_not_count,
)

BATCH = 2_000
HEADER_WITHIN = 10
"""Rows: titles and empty lines may stand above the header."""


class Passing(StrEnum):
    """Why a good row is not added."""

    ALREADY_THERE = "already-there"
    NO_LONGER_COUNTS = "no-longer-counts"
    TWICE = "twice"
    DOES_NOT_COUNT = "does-not-count"


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is passed over; `first_row` is where its record stood first in the file."""

    row: int
    why: Passing
    first_row: int | None = None


@dataclass(frozen=True, slots=True)
class ToAdd:
    record: OldRecord
    subject: Subject


Verdict = ToAdd | Passed | Problem


class Unusable(StrEnum):
    NOT_TEXT = "not-text"
    EMPTY = "empty"
    WRONG_HEADER = "wrong-header"


class UnusableFile(Exception):
    """Nothing of the file can be read. `header` is what is wrong with the header, `seen` the header as it stands."""

    def __init__(self, why: Unusable, header: WrongHeader | None = None, seen: tuple[str, ...] = ()) -> None:
        self.why, self.header, self.seen = why, header, seen
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file whose header is understood. `rows` are those below it that are not empty, as they are taken."""

    encoding: Encoding
    columns: Columns
    rows: Iterator[SheetRow]


def open_file(file: BinaryIO) -> OldFile:
    """Raises UnusableFile."""
    try:
        sheet = read_sheet(file)
    except NotText:
        raise UnusableFile(Unusable.NOT_TEXT) from None
    filled = (row for row in sheet.rows if not row.is_empty)
    return OldFile(sheet.encoding, _header(sheet, filled), filled)


def _header(sheet: Sheet, rows: Iterator[SheetRow]) -> Columns:
    """The first of the first rows that names every column that is needed."""
    first: tuple[WrongHeader, tuple[str, ...]] | None = None
    for row in islice(rows, HEADER_WITHIN):
        found = find_columns(row.cells)
        if isinstance(found, Columns):
            return found
        names = tuple(cell.strip() for cell in row.cells if cell.strip())
        if first is None or len(found.missing) < len(first[0].missing):
            first = found, names
    if first is None:
        raise UnusableFile(Unusable.EMPTY)
    raise UnusableFile(Unusable.WRONG_HEADER, *first)


def check(file: OldFile, organisation_id: int, today: date) -> Iterator[Verdict]:
    """What becomes of every row, in their order, in flat memory."""
    known = Known(file.columns, catalogue_of(records.known_courses(organisation_id)), today)
    with Seen() as seen:
        while batch := list(islice(file.rows, BATCH)):
            yield from _check_batch(batch, organisation_id, known, seen)


def _check_batch(batch: list[SheetRow], organisation_id: int, known: Known, seen: Seen) -> Iterator[Verdict]:
    emails = {email for row in batch if row.fault is None and (email := email_in(row.cells, known.columns))}
    subjects = records.people_by_email(organisation_id, emails)
    people = {email: subject.person_id for email, subject in subjects.items()}
    decided = [_decide(row, known, people) for row in batch]
    there = records.in_log({key_of(each) for each in decided if isinstance(each, OldRecord)})
    for each in decided:
        if isinstance(each, OldRecord):
            yield _place(each, seen, there) or objection_to_new(each) or ToAdd(each, subjects[each.email])
        else:
            yield from each


def _decide(row: SheetRow, known: Known, people: Mapping[str, int]) -> OldRecord | Sequence[Problem | Passed]:
    if row.fault is not None:
        return [Problem(row.number, Wrong(row.fault))]
    if says_it_does_not_count(row.cells, known.columns):
        return [Passed(row.number, Passing.DOES_NOT_COUNT)]
    return decide(row.number, row.cells, known, people)


def key_of(record: OldRecord) -> Key:
    return record.person_id, record.course.slug, record.completed_on


def _place(record: OldRecord, seen: Seen, there: dict[Key, bool]) -> Passed | None:
    """Why a record is passed over, None where it is new. What was withdrawn does not come back by a file."""
    key = key_of(record)
    first_row = seen.first_row(key, record.row)
    if first_row != record.row:
        return Passed(record.row, Passing.TWICE, first_row)
    if key in there:
        return Passed(record.row, Passing.ALREADY_THERE if there[key] else Passing.NO_LONGER_COUNTS)
    return None
