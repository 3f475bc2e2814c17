"""Inserting very many rows without SQLAlchemy's preparation of each, which costs more than the database does."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table

from app.extensions import db


def insert_rows(table: Table, columns: Sequence[str], rows: Collection[Sequence[Any]]) -> None:
    """Insert rows of text, numbers and days in the order of `columns`."""
    if not rows:
        return
    connection = db.session.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join(mark for _ in columns)
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own
    connection.exec_driver_sql(statement, [tuple(map(_plain, row)) for row in rows])


def _plain(value: Any) -> Any:
    """Days as ISO text, which both databases read."""
    return value.isoformat() if isinstance(value, date) else value
