"""PostgreSQL crashes and starts again under the servers' feet."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing

import pytest

from tests.databases import PostgresDatabases
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.line import Line
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS, BACK_WITHIN


def test_the_service_is_back_by_itself(
    postgresql: PostgresDatabases, school: School, scale: Scale, tell: Callable[[str], None]
) -> None:
    """Meanwhile everybody is asked to try again later, and what was acknowledged before is kept."""
    slowest = 0.0
    with Server(school.url, workers=2) as server, Crowd([server.port], school.desks, scale.learners) as crowd:
        for _ in range(scale.restarts):
            crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
            postgresql.stop_immediately()
            crowd.wait_for(refused=scale.learners)
            postgresql.start()
            began = time.monotonic()
            crowd.wait_for(acknowledged=1, patience=BACK_WITHIN)
            slowest = max(slowest, time.monotonic() - began)
        tally = crowd.finish()
    assert not tally.unanswered, "a web process ended with the database"
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {scale.restarts} restarts, {tally}, lost 0, back after {slowest:.1f} s at most")


@pytest.mark.parametrize("workers", [1, 2])
def test_nobody_meets_a_connection_that_the_restart_cut(
    workers: int, postgresql: PostgresDatabases, school: School
) -> None:
    """In no process and for no page, whether somebody is signed in or not."""
    cookies = ["", school.desks[0].cookie] * 4 * workers
    with Server(school.url, workers=workers) as server, ExitStack() as lines:
        visitors = [lines.enter_context(closing(Line([server.port], cookie))) for cookie in cookies]
        open_pages(visitors)
        postgresql.stop_immediately()
        postgresql.start()
        open_pages(visitors)


def open_pages(visitors: list[Line]) -> None:
    for visitor in visitors:
        assert visitor.send("GET", "/verify/no-such-token").status == 404
        assert visitor.send("GET", "/health/ready").status == 200
