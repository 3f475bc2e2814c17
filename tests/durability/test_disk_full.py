"""The disk is full, and later it is not."""

import time
from collections.abc import Callable

from sqlalchemy import text

from app.extensions import db
from tests.databases import Databases, PostgresDatabases
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.disk import Disk
from tests.durability.onlooker import onlooker
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS, BACK_WITHIN


def test_a_full_disk_costs_nothing_that_was_acknowledged(
    disk: Disk, on_disk: Databases, school_on_disk: School, scale: Scale, tell: Callable[[str], None]
) -> None:
    """Meanwhile people can read and leave; who answers is asked to try again, and keeps the answer on the page."""
    school = school_on_disk
    if isinstance(on_disk, PostgresDatabases):
        have_room_for_the_write_ahead_log(school)
    with (
        Server(school.url, workers=2) as server,
        Crowd([server.port], school.desks[:-1], scale.learners) as crowd,
        onlooker(server, school.desks[-1], crowd) as reader,
    ):
        crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
        disk.fill()
        crowd.wait_for(refused=scale.learners)
        reader.read_on()
        reader.leave()
        disk.free()
        began = time.monotonic()
        crowd.wait_for(acknowledged=scale.learners, patience=BACK_WITHIN)
        back = time.monotonic() - began
        tally = crowd.finish()
    assert not tally.unanswered, "a web process ended"
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {tally}, lost 0, back after {back:.1f} s")


def have_room_for_the_write_ahead_log(school: School) -> None:
    """As on a server that has run for a while. (PostgreSQL stops itself when only its log is without room.)"""
    with school.inside(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(4):
            connection.execute(text("SELECT pg_switch_wal()"))
            connection.execute(text("CHECKPOINT"))
