"""How the database is opened and written to, the same for SQLite and PostgreSQL."""

import json
import select as polling
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, current_app
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Engine, any_, cast, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError

from app.extensions import db

try:
    import pysqlite3.dbapi2 as packaged_sqlite
except ImportError:
    packaged_sqlite = None

LOCK_SECONDS = 5
BEGIN_OPTION = "sqlite_begin"
PATIENCE_OPTION = "sqlite_patience"
RESTING_KEYS_OPTION = "sqlite_foreign_keys_rest"

BEFORE_COMMIT = "waymark.before_commit"
"""The extension of an application that is called, without arguments, before what is written is committed."""

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
    patience = {"connect_timeout": LOCK_SECONDS, "options": f"-c lock_timeout={LOCK_SECONDS}s"}
    return {"hide_parameters": True, "connect_args": patience}


def prepare_engine(engine: Engine) -> None:
    """Make every connection fit for use: durable on SQLite, still there on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        _make_durable(engine)
    else:
        _notice_hang_ups(engine)


def _notice_hang_ups(engine: Engine) -> None:
    """Take no connection from the pool that the server has cut, as it does when it restarts.

    Nothing should wait to be read on an idle connection. Where something does, ask; a look costs no round trip.
    """

    @event.listens_for(engine, "checkout")
    def look(connection: Any, _record: object, _proxy: object) -> None:
        try:
            if _has_news(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as cut:
            raise InvalidatePoolError from cut


def _has_news(connection: Any) -> bool:
    poll = polling.poll()
    poll.register(connection.fileno(), polling.POLLIN)
    return bool(poll.poll(0))


def end_quietly(app: Flask) -> None:
    """Let a page that is drawn go out even if its transaction can no longer be ended, because the server has gone.

    Call it after the database is wired, so that this happens before the session is taken away.
    """

    @app.teardown_appcontext
    def end(_error: BaseException | None) -> None:
        try:
            db.session.rollback()
        except DBAPIError:
            db.session().invalidate()


def _make_durable(engine: Engine) -> None:
    """Full syncs, foreign keys on, transactions begun by us.

    A rollback journal needs EXTRA, which also syncs the folder that it is deleted from; WAL has nothing more to sync.
    """
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
            if options.get(RESTING_KEYS_OPTION):
                cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(begin_with)
        except module.OperationalError as error:
            raise OperationalError(begin_with, None, error) from error
        finally:
            if patience is not None:
                cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")


def among(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of these numbers, in one parameter however many they are.

    PostgreSQL knows how few they are when it plans; of a subquery, and of a tree above all, it expects far too many.
    """
    if db.engine.dialect.name == "postgresql":
        held: ColumnElement[bool] = column == any_(cast(sorted(ids), ARRAY(BigInteger)))
        return held
    listed = func.json_each(json.dumps(sorted(ids))).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(listed.c.value))
    return found


def keep_in_memory(megabytes: int) -> None:
    """Let SQLite keep so much of the file on the session's connection: many rows are written all over their indexes."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql(f"PRAGMA cache_size = -{megabytes * 1024}")


@contextmanager
def writing(patience: float | None = None) -> Iterator[None]:
    """The one transaction of a request that writes: committed at its end, undone by any error.

    `patience` is for how many seconds SQLite's lock is waited for, where that is not the usual time.

    On SQLite it takes the write lock at its start, so that what is read inside it still holds when it is written.
    On PostgreSQL the caller locks the row that decides (`with_for_update`).
    """
    with _transaction(patience):
        yield
        if before_commit := current_app.extensions.get(BEFORE_COMMIT):
            before_commit()


@contextmanager
def rebuilding() -> Iterator[Connection]:
    """As `writing`, for one who changes tables too, with nobody else at the database.

    SQLite's foreign keys rest meanwhile: `PRAGMA foreign_key_check` tells at its end whether they hold.
    """
    try:
        with _transaction(None, {RESTING_KEYS_OPTION: True}) as connection:
            yield connection
    finally:
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _transaction(patience: float | None, more: Mapping[str, object] = MappingProxyType({})) -> Iterator[Connection]:
    db.session.rollback()
    db.session.info.clear()
    with _turn(patience) as left:
        options = {BEGIN_OPTION: "BEGIN IMMEDIATE", PATIENCE_OPTION: left, **more}
        connection = db.session.connection(execution_options=options)
        try:
            yield connection
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def _turn(patience: float | None) -> Iterator[float | None]:
    """Wait for the other threads of this process that write to SQLite; what is left of the patience is for its lock.

    SQLite itself does not queue: it sleeps and asks again, ever longer, and whoever asks at the right moment is next.
    """
    queue = _QUEUES.get(db.engine)
    if queue is None:
        yield patience
        return
    left = _wait_for(queue, patience)
    try:
        yield left
    finally:
        queue.release()


def _wait_for(queue: threading.Lock, patience: float | None) -> float | None:
    """The `patience` that is left when it is our turn; untouched where nobody had to wait."""
    if queue.acquire(blocking=False):
        return patience
    until = time.monotonic() + (LOCK_SECONDS if patience is None else patience)
    if not queue.acquire(timeout=max(0, until - time.monotonic())):
        raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("another thread is writing"))
    return max(0.0, until - time.monotonic())
