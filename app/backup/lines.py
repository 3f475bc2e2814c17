"""A table as lines of JSON: first its columns, then a line for each row.

Bytes are base64; days and instants are ISO 8601, instants in UTC.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Table

Row = dict[str, Any]

MOST_ROWS = 2_000
MOST_BYTES = 1_000_000

_READERS: dict[type, Callable[[str], Any]] = {
    bytes: b64decode,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def to_line(values: Sequence[Any]) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in a backup yet")


def read_rows(lines: Iterable[bytes], table: Table) -> Iterator[list[Row]]:
    """The rows that come after the line of columns, in batches that are small in rows and in bytes."""
    walked = iter(lines)
    columns = json.loads(next(walked))
    readers = [(name, reader) for name in columns if (reader := _READERS.get(table.c[name].type.python_type))]
    batch: list[Row] = []
    size = 0
    for line in walked:
        batch.append(_read_row(line, columns, readers))
        size += len(line)
        if len(batch) == MOST_ROWS or size > MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_row(line: bytes, columns: list[str], readers: list[tuple[str, Callable[[str], Any]]]) -> Row:
    row = dict(zip(columns, json.loads(line), strict=True))
    for name, reader in readers:
        if row[name] is not None:
            row[name] = reader(row[name])
    return row
