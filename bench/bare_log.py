"""The bare table of the log as CSV: as many columns as the product's file, no product."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from typing import Any

COLUMNS = (
    "sequence, person_id, recorded_by_id, session_id, course_title, course, level, method, completed_on, valid_until, "
    "id, kind, edition, corrects, organisation_id, reason, recorded_at, note, id, evidence"
)
ROWS_AT_ONCE = 2_000


def csv_chunks(connection: Any, organisation_id: int) -> Iterator[bytes]:
    """In chunks of 2,000 rows. PostgreSQL would send everything at once unless a cursor on the server is asked."""
    query = f"SELECT {COLUMNS} FROM log_entries WHERE organisation_id = {organisation_id}"
    on_server = hasattr(connection, "transaction")
    with (
        connection.transaction() if on_server else nullcontext(),
        closing(connection.cursor(name="dump") if on_server else connection.cursor()) as cursor,
    ):
        cursor.execute(query)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield _as_csv(rows)


def _as_csv(rows: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
