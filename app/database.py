"""How the database is opened and written to, the same for SQLite and PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.extensions import db

try:
    import pysqlite3.dbapi2 as packaged_sqlite
except ImportError:
    packaged_sqlite = None

LOCK_SECONDS = 5
BEGIN_OPTION = "sqlite_begin"
PATIENCE_OPTION = "sqlite_patience"

_QUEUES: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset fault (fixed in 3.51.3, backported to 3.44.6 and 3.50.7)."""
    if version[:2] in {(3, 44), (3, 50)}:
        return version >= {44: (3, 44, 6), 50: (3, 50, 7)}[version[1]]
    return version >= (3, 51, 3)


def sqlite_module() -> ModuleType:
    """The newest SQLite driver at hand: the packaged one where there is a build of it, else Python's own."""
    if packaged_sqlite is not None and packaged_sqlite.sqlite_version_info > sqlite3.sqlite_version_info:
        return packaged_sqlite  # type: ignore[no-any-return]
    return sqlite3


def engine_options(url: str) -> dict[str, Any]:
    """SQLAlchemy's engine options for a database URL. What people typed is kept out of error messages and log files."""
    if make_url(url).get_backend_name() == "sqlite":
        lite = {"timeout": LOCK_SECONDS, "check_same_thread": False}
        return {"module": sqlite_module(), "hide_parameters": True, "connect_args": lite}
    return {"hide_parameters": True, "connect_args": {"options": f"-c lock_timeout={LOCK_SECONDS}s"}}


def prepare_engine(engine: Engine) -> None:
    """Make every SQLite connection durable: full syncs, foreign keys on, transactions begun by us.

    A rollback journal needs EXTRA, which also syncs the folder that it is deleted from; WAL has nothing more to sync.
    """
    if engine.dialect.name != "sqlite":
        return
    module = sqlite_module()
    _QUEUES[engine] = threading.Lock()
    journal, syncs = ("WAL", "FULL") if wal_is_safe(module.sqlite_version_info) else ("DELETE", "EXTRA")

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"journal_mode={journal}", f"synchronous={syncs}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        begin_with, patience = options.get(BEGIN_OPTION, "BEGIN"), options.get(PATIENCE_OPTION)
        cursor = connection.connection.cursor()
        try:
            if patience is not None:
                cursor.execute(f"PRAGMA busy_timeout={patience * 1000:.0f}")
            cursor.execute(begin_with)
        except module.OperationalError as error:
            raise OperationalError(begin_with, None, error) from error
        finally:
            if patience is not None:
                cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")


@contextmanager
def writing(patience: float | None = None) -> Iterator[None]:
    """The one transaction of a request that writes: committed at its end, undone by any error.

    `patience` is for how many seconds SQLite's lock is waited for, where that is not the usual time.

    On SQLite it takes the write lock at its start, so that what is read inside it still holds when it is written.
    On PostgreSQL the caller locks the row that decides (`with_for_update`).
    """
    db.session.rollback()
    with _turn(LOCK_SECONDS if patience is None else patience):
        db.session.connection(execution_options={BEGIN_OPTION: "BEGIN IMMEDIATE", PATIENCE_OPTION: patience})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    """Wait for the other threads of this process that write to SQLite.

    SQLite itself does not queue: it sleeps and asks again, ever longer, and whoever asks at the right moment is next.
    """
    queue = _QUEUES.get(db.engine)
    if queue is None:
        yield
        return
    if not queue.acquire(timeout=patience):
        raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("another thread is writing"))
    try:
        yield
    finally:
        queue.release()
