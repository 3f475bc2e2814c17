"""Which records a file has held so far: on disk beyond a few megabytes, so that a million of them need no memory."""

import sqlite3
from contextlib import closing
from types import TracebackType
from typing import Self

from app.imports.records import Key


class Seen:
    """A temporary database that goes when it is closed."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=OFF")
        self._rows.execute("PRAGMA synchronous=OFF")
        columns = "person INTEGER, course TEXT, day INTEGER, number INTEGER"
        self._rows.execute(f"CREATE TABLE seen ({columns}, PRIMARY KEY (person, course, day)) WITHOUT ROWID")
        self._rows.execute("BEGIN")

    def first_row(self, key: Key, number: int) -> int:
        """The row in which this record stood first, which may be this very one."""
        person, course, day = key
        values = person, course, day.toordinal()
        with closing(self._rows.cursor()) as cursor:
            cursor.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", (*values, number))
            if cursor.rowcount:
                return number
            cursor.execute("SELECT number FROM seen WHERE person = ? AND course = ? AND day = ?", values)
            return int(cursor.fetchone()[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
