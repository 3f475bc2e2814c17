"""Opening a list of staff: its header, and the rows below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import BinaryIO

from app.documents.csv_reading import Encoding, NotText, SheetRow, read_sheet
from app.rules.staff_lists.columns import recognised

HEADER_WITHIN = 10
"""Rows: titles and empty lines may stand above the header."""


_NEVER_IN_TEXT = re.compile("[\0-\x08\x0e-\x1f]")


class Unusable(StrEnum):
    NOT_TEXT = "not-text"
    EMPTY = "empty"
    NOTHING_BELOW = "nothing-below"


class UnusableList(Exception):
    """Nothing of the file can be read."""

    def __init__(self, why: Unusable) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class StaffFile:
    """`rows` are those below the header that are not empty, as they are taken; `samples` the first of them."""

    encoding: Encoding
    header: Sequence[str]
    samples: Sequence[Sequence[str]]
    rows: Iterator[SheetRow]


def open_list(file: BinaryIO) -> StaffFile:
    """The header is that of the first rows in which we know most of the headings. Raises UnusableList."""
    try:
        sheet = read_sheet(file)
    except NotText:
        raise UnusableList(Unusable.NOT_TEXT) from None
    filled = (row for row in sheet.rows if not row.is_empty)
    first = list(islice(filled, HEADER_WITHIN))
    if not first:
        raise UnusableList(Unusable.EMPTY)
    at = max(range(len(first)), key=lambda place: recognised(first[place].cells))
    if _is_noise(first, at):
        sheet.rows.close()
        raise UnusableList(Unusable.NOT_TEXT)
    below = first[at + 1 :]
    if not below:
        raise UnusableList(Unusable.NOTHING_BELOW)
    return StaffFile(sheet.encoding, _header(first[at].cells), [each.cells for each in below], chain(below, filled))


def _is_noise(first: Sequence[SheetRow], at: int) -> bool:
    """Whether what nobody types stands in the header, or in several rows; one in a cell is told with its row."""
    odd = [place for place, row in enumerate(first) if _NEVER_IN_TEXT.search("".join(row.cells))]
    return at in odd or len(odd) > 1


def _header(cells: Sequence[str]) -> list[str]:
    """Up to the last cell that is not empty."""
    width = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return [cell.strip() for cell in cells[:width]]
