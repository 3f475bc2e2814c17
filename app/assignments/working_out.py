"""Working out everybody who waits, batch by batch; whatever cuts it off, the next one goes on from there."""

import time
from collections.abc import Callable
from datetime import date

from app.assignments.in_parallel import can_read_meanwhile, cores, deciding_processes
from app.assignments.refreshing import refresh_some, waiting
from app.database import writing
from app.extensions import db

FEWEST = 5_000
"""Processes take as long to start as some thousand people to be worked out."""

IN_A_TRANSACTION = 1_000
"""Others wait to write meanwhile, and no longer than five seconds: on a busy machine 2,000 people took as long."""


BREATH = 0.1
"""Seconds."""


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
        _let_others_write()
        if ends is not None and time.monotonic() > ends:
            return waiting(organisation_id, today)


def work_out_on_all_cores(organisation_id: int, today: date, progress: Callable[[int], None] = lambda _: None) -> None:
    """Work out those who wait until nobody does, in processes side by side where they are many."""
    if cores() == 1 or waiting(organisation_id, today) < FEWEST or not can_read_meanwhile():
        work_out(organisation_id, today, progress=progress)
        return
    with deciding_processes(cores()) as decide_all:
        done = 1
        while done:
            with writing():
                done = refresh_some(organisation_id, today, IN_A_TRANSACTION, decide_all)
            progress(done)
            _let_others_write()


def _let_others_write() -> None:
    """SQLite does not queue who waits: without a pause other processes would hardly ever find it free."""
    if db.engine.dialect.name == "sqlite":
        time.sleep(BREATH)
