"""What it means for people that the database failed."""

from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

CANNOT_WRITE_STATES = {"25006", "53100", "58030"}
"""PostgreSQL's: it only reads, its disk is full, or its disk fails."""
CANNOT_WRITE_WORDS = ("disk is full", "readonly database", "disk I/O error")
"""SQLite's, whose drivers do not all tell its error codes."""


class Trouble(StrEnum):
    """`BUSY` is over in seconds; `CANNOT_WRITE` is when somebody has seen to it."""

    BUSY = "busy"
    CANNOT_WRITE = "cannot write"


def trouble_of(error: SQLAlchemyError) -> Trouble | None:
    """What the database is not able to do just now; None for a fault of our own."""
    if isinstance(error, DBAPIError) and _cannot_write(error):
        return Trouble.CANNOT_WRITE
    if isinstance(error, OperationalError | NoConnectionFree):
        return Trouble.BUSY
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return Trouble.BUSY
    return None


def _cannot_write(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in CANNOT_WRITE_STATES:
        return True
    return isinstance(error, OperationalError) and any(words in str(error.orig) for words in CANNOT_WRITE_WORDS)
