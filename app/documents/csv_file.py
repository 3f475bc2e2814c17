"""Rows as a CSV file that spreadsheets open rightly and never run as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

Cell = str | int | float | date | None

BYTE_ORDER_MARK = "\ufeff"
CHUNK = 64 * 1024
ROWS_AT_ONCE = 200

_SUSPECT = re.compile(r"""(?:^|[,\n])(?:"?'*[=+\-@\t]|"'*\r)""")
"""Finds every cell that needs a guard in what csv has written, and numbers below zero, which need none."""
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NEEDS_GUARD = re.compile(r"'*[=+\-@\t\r]")


def csv_stream(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, CRLF, ISO dates, None as an empty cell, in chunks of about 64 KiB.

    Text that a spreadsheet would take for a formula is guarded by an apostrophe, which `unguard` takes off again.
    """
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, lineterminator="\r\n")
    all_rows = chain([header], rows)
    while batch := list(islice(all_rows, ROWS_AT_ONCE)):
        _write(writer, buffer, batch)
        if buffer.tell() >= CHUNK:
            yield _take(buffer)
    yield _take(buffer)


def guard(text: str) -> str:
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def unguard(text: str) -> str:
    """The text that `csv_stream` was given, from the cell that it wrote."""
    return text[1:] if _GUARDED.match(text) else text


def _write(writer: Any, buffer: io.StringIO, batch: Sequence[Sequence[Cell]]) -> None:
    """Looks for what to guard in the text of many rows at once, and writes them again only where there is something."""
    start = buffer.tell()
    writer.writerows(batch)
    buffer.seek(start)
    if _SUSPECT.search(buffer.read()):
        buffer.seek(start)
        buffer.truncate()
        writer.writerows([[guard(cell) if isinstance(cell, str) else cell for cell in row] for row in batch])


def _take(buffer: io.StringIO) -> bytes:
    """What the buffer holds, emptied. NUL, which makes readers drop the rest of a file, and lone surrogates go."""
    text = buffer.getvalue().replace("\0", "\ufffd")
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
