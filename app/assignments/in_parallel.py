"""Deciding about very many people on all cores: for commands only, since a web server has others to serve."""

import gc
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import repeat
from multiprocessing import get_context, parent_process
from threading import Thread

from flask import Flask

import app.models  # noqa: F401 - a worker has the tables by it
from app.assignments.deciding import Changes, DecideAll, decide
from app.database import engine_options, prepare_engine
from app.extensions import db

ALLOCATIONS = 200_000
"""Before rubbish is looked for. A batch makes many values that live long, and looking takes a third of the time."""


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_read_meanwhile() -> bool:
    """Whether others can read while one writes: SQLite can so in WAL alone."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@contextmanager
def deciding_processes(processes: int) -> Iterator[DecideAll]:
    """So many processes, with connections of their own, that decide side by side.

    They see what is committed: ask them with the log's head held and before anything else is written.
    """
    url = db.engine.url.render_as_string(hide_password=False)
    with rarely_tidied(), ProcessPoolExecutor(processes, get_context("spawn"), _begin, (url,)) as pool:

        def decide_all(organisation_id: int, batches: Iterable[Sequence[int]], today: date) -> Iterator[Changes]:
            return pool.map(_decide, repeat(organisation_id), batches, repeat(today))

        list(pool.map(abs, range(processes)))
        yield decide_all


@contextmanager
def rarely_tidied() -> Iterator[None]:
    """Look for rubbish seldom, and not among what is there already."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _begin(url: str) -> None:
    """Be ready for `_decide`, and end with the process that asks, however that ends."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()
    flask = Flask(__name__)
    flask.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(flask)
    flask.app_context().push()
    prepare_engine(db.engine)


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _decide(organisation_id: int, person_ids: Sequence[int], today: date) -> Changes:
    try:
        return decide(organisation_id, person_ids, today)
    finally:
        db.session.rollback()
