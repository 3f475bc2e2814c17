"""The product with SQLite's writers in a queue: a trial of what a file lock does for the slowest answers.

SQLite lets one connection write; the others ask again after 1, 2, 5, … 100 ms. Here they wait for a lock that the
system hands on the moment that it is free. `--study` measures it beside the product as it is.
"""

import fcntl
import os
import threading
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url

from app.database import BEGIN_OPTION
from app.extensions import db
from wsgi import app

LOCK_FILE = Path(f"{make_url(os.environ['DATABASE_URL']).database}.writers")
_threads = threading.Lock()
_own = threading.local()


def _take(connection: Connection) -> None:
    if connection.get_execution_options().get(BEGIN_OPTION) == "BEGIN IMMEDIATE":
        _threads.acquire()
        _own.file = os.open(LOCK_FILE, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(_own.file, fcntl.LOCK_EX)


def _give_back(_connection: Connection) -> None:
    file = getattr(_own, "file", None)
    if file is not None:
        _own.file = None
        os.close(file)
        _threads.release()


with app.app_context():
    event.listen(db.engine, "begin", _take, insert=True)
    event.listen(db.engine, "commit", _give_back)
    event.listen(db.engine, "rollback", _give_back)

__all__ = ["app"]
