"""Taking what was deleted out of the files that the database lies in."""

from contextlib import closing

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.database import sqlite_module
from app.extensions import db

VACUUM_SQLITE = "VACUUM"
TABLES_WITH_TRACES = (
    "absences",
    "answers",
    "assignment_refreshes",
    "assignments",
    "attempts",
    "certificates",
    "enrolments",
    "exemptions",
    "log_entries",
    "outgoing_mails",
    "people",
    "postings",
    "record_views",
    "sessions",
    "sign_in_tokens",
    "sign_in_tries",
    "staged_imports",
    "training_sessions",
)


class NotScrubbed(Exception):
    """The database was in use or there was no room; what was deleted may still lie in its files until the next time."""


def scrub() -> None:
    """Write the database anew without what was deleted. Raises NotScrubbed.

    Nobody can write meanwhile: seconds for a small organisation, longer for a log of a million entries. It needs as
    much room again as the database. PostgreSQL's own log (WAL) forgets later, when it goes round.
    """
    db.session.rollback()
    try:
        if db.engine.dialect.name == "sqlite":
            _scrub_sqlite()
        else:
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"VACUUM (FULL) {', '.join(TABLES_WITH_TRACES)}"))
    except (DBAPIError, sqlite_module().OperationalError) as error:
        raise NotScrubbed(str(error)) from error


def _scrub_sqlite() -> None:
    """On a bare connection, without the transaction that `app.database` begins for everybody: VACUUM allows none."""
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(VACUUM_SQLITE)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_pages = cursor.fetchone() or (True,)
        cursor.close()
    if is_busy:
        raise NotScrubbed("another process is reading")
