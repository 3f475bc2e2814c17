"""A connection as bare as the driver gives it, opened with the product's own durability."""

from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from app.database import LOCK_SECONDS, sqlite_module, wal_is_safe


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def open_bare(url: str) -> Any:
    """In autocommit: a transaction is what somebody begins."""
    parsed = make_url(url)
    return _open_sqlite(parsed) if is_sqlite(url) else _open_postgresql(parsed)


def _open_sqlite(url: URL) -> Any:
    module = sqlite_module()
    opened = module.connect(url.database, timeout=LOCK_SECONDS, isolation_level=None)
    journal, syncs = ("WAL", "FULL") if wal_is_safe(module.sqlite_version_info) else ("DELETE", "EXTRA")
    opened.execute(f"PRAGMA journal_mode={journal}")
    opened.execute(f"PRAGMA synchronous={syncs}")
    return opened


def _open_postgresql(url: URL) -> Any:
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)
