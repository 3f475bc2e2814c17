"""What can come in between while an import is on its way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from app.extensions import db

Interruption = Callable[..., None]


def somebody_is_erased(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    """After their row was looked at, and before it is written."""
    if "erased_on IS NOT NULL" in statement:
        connection.exec_driver_sql("UPDATE people SET erased_on = CURRENT_DATE")


def the_database_fails(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
    if statement.startswith("INSERT INTO log_entries"):
        raise OperationalError(statement, None, TimeoutError("database is locked"))


@contextmanager
def interrupted_by(interruption: Interruption) -> Iterator[None]:
    event.listen(db.engine, "before_cursor_execute", interruption)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", interruption)
