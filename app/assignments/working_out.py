"""Working out everybody who waits, batch by batch; whatever cuts it off, the next one goes on from there."""

import time
from collections.abc import Callable
from datetime import date
from itertools import count

from sqlalchemy import text

from app.assignments.in_parallel import can_read_meanwhile, cores, deciding_processes
from app.assignments.refreshing import BATCH, refresh_some, waiting
from app.database import keep_in_memory, writing
from app.extensions import db
from app.models import Assignment, CoverageCell, LogEntry, Person, Posting

FEWEST = 5_000
"""Processes take as long to start as some thousand people to be worked out."""

FIRST = 1_000
"""So many are worked out in the first transaction; in the next ones as many as take `PATIENCE`."""

PATIENCE = 1.5
"""Seconds for which others wait to write meanwhile; they give up after `app.database.LOCK_SECONDS`."""

BREATH = 0.1
"""Seconds."""

MEGABYTES = 128
"""As much of the database as holds the indexes of a million assignments."""


def work_out(
    organisation_id: int,
    today: date,
    seconds: float | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Work out those who wait until nobody does, or `seconds` are over; how many are left.

    Each batch is a transaction of its own. `progress` is told of so many people more.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    while True:
        with writing():
            done = refresh_some(organisation_id, today)
        progress(done)
        if not done:
            return 0
        let_others_write()
        if ends is not None and time.monotonic() > ends:
            return waiting(organisation_id, today)


def work_out_on_all_cores(organisation_id: int, today: date, progress: Callable[[int], None] = lambda _: None) -> None:
    """Work out those who wait until nobody does, in processes side by side where they are many."""
    if cores() == 1 or waiting(organisation_id, today) < FEWEST or not can_read_meanwhile():
        work_out(organisation_id, today, progress=progress)
        return
    keep_in_memory(MEGABYTES)
    with deciding_processes(cores()) as decide_all:
        most = FIRST
        for turn in count():
            if turn < 2:
                take_stock()
            begun = time.monotonic()
            with writing():
                done = refresh_some(organisation_id, today, most, decide_all)
            progress(done)
            if not done:
                return
            most = as_many_as_take(PATIENCE, done, time.monotonic() - begun)
            let_others_write()


def take_stock() -> None:
    """Have PostgreSQL look how much there is: until it has, after an import, it reads whole tables for each batch."""
    if db.engine.dialect.name == "postgresql":
        tables = (Person, Posting, LogEntry, Assignment, CoverageCell)
        with writing():
            db.session.execute(text(f"ANALYZE {', '.join(table.__tablename__ for table in tables)}"))


def as_many_as_take(patience: float, people: int, seconds: float) -> int:
    """When so many people took so many seconds; not many times more or fewer than before."""
    fitting = int(people * patience / seconds) if seconds > 0 else people
    return max(people // 4, min(fitting, people * 4), BATCH)


def let_others_write() -> None:
    """SQLite does not queue who waits: without a pause other processes would hardly ever find it free."""
    if db.engine.dialect.name == "sqlite":
        time.sleep(BREATH)
