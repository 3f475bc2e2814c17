"""Reading the rows of a CSV file as a spreadsheet saved it, whatever it is like, a line at a time."""

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, TextIO

from app.documents.csv_file import BYTE_ORDER_MARK, unguard

DELIMITERS = ",;\t"
LONGEST_LINE = 1_000_000
LONGEST_CELL = 32_767
"""What a cell of Excel holds."""

_CHUNK = 64 * 1024
_SAMPLE_LINES = 10
_QUOTED = re.compile(r'"[^"]*"')
_HINT = re.compile(r"sep=([,;\t])[\r\n]*", re.IGNORECASE)
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


class Encoding(StrEnum):
    UTF_8 = "utf-8-sig"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS = "cp1252"


class Fault(StrEnum):
    """What keeps a row from being read. After NOT_CLOSED nothing more is."""

    HUGE_CELL = "huge-cell"
    QUOTES = "quotes"
    NOT_CLOSED = "not-closed"


class NotText(Exception):
    """A workbook or another file that is no text."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` is the row as a spreadsheet counts it, from 1."""

    number: int
    cells: list[str]
    fault: Fault | None = None

    @property
    def is_empty(self) -> bool:
        return self.fault is None and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are read as they are taken, and closed where not all are; cells come as `csv_stream` was given them."""

    encoding: Encoding
    rows: Generator[SheetRow, None, None]


def read_sheet(file: BinaryIO) -> Sheet:
    """The rows of a file that can be read twice; closing it is the caller's. Raises NotText."""
    start = file.read(_CHUNK)
    if start.startswith(_BINARY):
        raise NotText
    encoding = _encoding(file, start)
    sample = start.decode(encoding, "replace").splitlines(keepends=True)[:_SAMPLE_LINES]
    hint = _HINT.fullmatch(sample[0].lstrip(BYTE_ORDER_MARK)) if sample else None
    file.seek(0)
    return Sheet(encoding, _rows(file, encoding, hint[1] if hint else _delimiter(sample), is_hinted=bool(hint)))


def _encoding(file: BinaryIO, start: bytes) -> Encoding:
    """By the mark at the beginning, otherwise by what all of the file can be."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    if start.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8
    if start[1::2].count(0) > len(start) // 4:
        return Encoding.UTF_16_LE
    if start[::2].count(0) > len(start) // 4:
        return Encoding.UTF_16_BE
    return Encoding.UTF_8 if _is_utf_8(file, start) else Encoding.WINDOWS


def _is_utf_8(file: BinaryIO, chunk: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: list[str]) -> str:
    """What stands most often between the cells of the first lines."""
    text = _QUOTED.sub("", "".join(sample))
    return max(DELIMITERS, key=text.count)


class _Lines:
    """The lines of a text. One that is far too long is cut, which `cut` says until somebody takes note."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.taken = 0
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = part = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.taken += 1
        while part and part[-1] not in "\r\n":
            part = self._text.readline(LONGEST_LINE)
            self.cut = self.cut or bool(part)
        return line


def _rows(file: BinaryIO, encoding: Encoding, delimiter: str, *, is_hinted: bool) -> Generator[SheetRow, None, None]:
    """A hint at the delimiter stands on a line of its own, which spreadsheets do not count."""
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        lines = _Lines(text)
        if is_hinted:
            next(lines)
        yield from _rows_of(lines, delimiter)
    finally:
        text.detach()


def _rows_of(lines: _Lines, delimiter: str) -> Iterator[SheetRow]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, fault = 0, None
    while fault is not Fault.NOT_CLOSED:
        number, before = number + 1, lines.taken
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault, lines.cut = _fault(str(error), lines.taken - before), False
            yield SheetRow(number, [], fault)
            continue
        if lines.cut or any(len(cell) > LONGEST_CELL for cell in cells):
            lines.cut = False
            yield SheetRow(number, [], Fault.HUGE_CELL)
        else:
            yield SheetRow(number, [unguard(cell) if cell[:1] == "'" else cell for cell in cells])


def _fault(message: str, lines: int) -> Fault:
    """By the parser's words, which its tests hold. A cell that goes on for lines and lines was never closed."""
    is_too_long = "field limit" in message
    if "unexpected end" in message or (is_too_long and lines > 1):
        return Fault.NOT_CLOSED
    return Fault.HUGE_CELL if is_too_long else Fault.QUOTES
