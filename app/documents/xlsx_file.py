"""Rows as an Excel workbook: text stays text, dates are dates, and memory stays flat however many rows there are."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.documents.csv_file import Cell

MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
ROWS_PER_REPORT = 1_000
ROWS_MEASURED = 200
NARROWEST, WIDEST = 10, 48
EARLIEST_DATE = date(1900, 3, 1)
"""Excel counts days from a 29 February 1900 that never was; an earlier date is written as text."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class DoesNotFit(Exception):
    """More than a worksheet can hold; what was written so far is no use."""


def write_xlsx(
    target: BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    title: str,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes a workbook of one sheet and returns how many rows it has below the header; raises DoesNotFit.

    `progress` is told the number of rows written, every thousand and at the end.
    """
    with Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "author": "", "comments": ""})
        sheet = workbook.add_worksheet(_NOT_IN_A_SHEET_NAME.sub(" ", title)[:31])
        _write_header(sheet, header, workbook.add_format({"bold": True}))
        widths = [len(name) for name in header]
        count = _write_rows(sheet, rows, workbook.add_format({"num_format": "yyyy-mm-dd"}), widths, progress)
        _finish(sheet, count, widths)
    return count


def _write_header(sheet: Worksheet, header: Sequence[str], bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)


def _write_rows(
    sheet: Worksheet,
    rows: Iterable[Sequence[Cell]],
    day: Format,
    widths: list[int],
    progress: Callable[[int], None] | None,
) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise DoesNotFit(f"more than {MOST_ROWS:,} rows")
        for column, cell in enumerate(row):
            _write_cell(sheet, count, column, cell, day)
        if count <= ROWS_MEASURED:
            widths[:] = [max(width, len(str(cell))) for width, cell in zip(widths, row, strict=True)]
        if progress and count % ROWS_PER_REPORT == 0:
            progress(count)
    if progress and (count % ROWS_PER_REPORT or not count):
        progress(count)
    return count


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float():
            sheet.write_number(row, column, cell)
        case date() if cell >= EARLIEST_DATE:
            sheet.write_datetime(row, column, cell, day)
        case _:
            _write_text(sheet, row, column, str(cell))


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if len(text) > LONGEST_CELL:
        raise DoesNotFit(f"row {row}, column {column + 1} has more than {LONGEST_CELL:,} characters")
    sheet.write_string(row, column, _NOT_XML.sub("\ufffd", text))


def _finish(sheet: Worksheet, count: int, widths: Sequence[int]) -> None:
    sheet.autofilter(0, 0, count, len(widths) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
