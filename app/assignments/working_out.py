"""Working out everybody who waits, batch by batch; whatever cuts it off, the next one goes on from there."""

import time
from collections.abc import Callable
from datetime import date

from app.assignments.refreshing import refresh_some, waiting
from app.database import writing


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
        if ends is not None and time.monotonic() > ends:
            return waiting(organisation_id, today)
