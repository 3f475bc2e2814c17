"""`kill -9` in the middle of everything: what the server said it saved is there, once."""

import time
from collections.abc import Callable
from random import Random

from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server

WORKERS = 2
ACKNOWLEDGED_BETWEEN_KILLS = 25
BACK_WITHIN = 30
"""Seconds after which the service has to be back, by itself."""


def test_nothing_that_was_acknowledged_is_lost(school: School, scale: Scale, tell: Callable[[str], None]) -> None:
    """A worker is killed again and again, now and then the master with all of them, or the master alone."""
    chance = Random(20261116)
    slowest = 0.0
    with Server(school.url, workers=WORKERS) as server, Crowd([server.port], school.desks, scale.learners) as crowd:
        for number in range(scale.kills):
            crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
            began = time.monotonic()
            kill(server, number, every=scale.kills // scale.restarts // 2, chance=chance)
            crowd.wait_for(acknowledged=1, patience=BACK_WITHIN)
            slowest = max(slowest, time.monotonic() - began)
        tally = crowd.finish()
    assert tally.unanswered, "nobody noticed that anything was killed"
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {scale.kills} kills, {tally}, lost 0, back after {slowest:.1f} s at most")


def kill(server: Server, number: int, *, every: int, chance: Random) -> None:
    """The `number`-th kill: mostly a worker, `every` so many times in turn all of them or the master alone."""
    if (number + 1) % every:
        server.kill_worker(chance.randrange(WORKERS))
        return
    if (number + 1) // every % 2:
        server.kill_everything()
    else:
        server.kill_master()
    server.start()
