"""Another program holds what learners need to write, for longer than anybody should wait."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg

from app.database import LOCK_SECONDS
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.onlooker import onlooker
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS, BACK_WITHIN

LEARNERS = 4
THREADS = 6
"""Of one process, and more than there are people: with fewer, somebody also waits for a free thread."""
TOLERANCE = 3
"""Seconds that a busy machine may take for all but the waiting."""


@contextmanager
def locked(school: School) -> Iterator[None]:
    if school.url.startswith("sqlite"):
        with closing(sqlite3.connect(school.url.removeprefix("sqlite:///"), isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
            holder.execute("ROLLBACK")
    else:
        with psycopg.connect(school.url.replace("+psycopg", "")) as holder:
            holder.execute("LOCK TABLE people, attempts, answers IN EXCLUSIVE MODE")
            yield
            holder.rollback()


def test_a_lock_costs_nothing_that_was_acknowledged(school: School, scale: Scale, tell: Callable[[str], None]) -> None:
    """Everybody is asked to try again before patience ends, also who waits for another thread of the same process."""
    with (
        Server(school.url, threads=THREADS) as server,
        Crowd([server.port], school.desks[:-1], learners=LEARNERS) as crowd,
        onlooker(server, school.desks[-1], crowd) as reader,
    ):
        for seconds in scale.locked_for:
            crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
            with locked(school):
                crowd.wait_for(refused=LEARNERS)
                reader.look_at_the_question()
                crowd.go_on_for(seconds)
            began = time.monotonic()
            crowd.wait_for(acknowledged=LEARNERS, patience=BACK_WITHIN)
            tell(f"locked for {seconds} s, {crowd.tally}, back after {time.monotonic() - began:.1f} s")
        tally = crowd.finish()
    assert not tally.unanswered, "a web process ended"
    assert crowd.longest_refusal < LOCK_SECONDS + TOLERANCE
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{LEARNERS} learners, {tally}, nobody waited longer than {crowd.longest_refusal:.1f} s, lost 0")
