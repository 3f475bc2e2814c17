"""Nothing can be written any more: the disk has failed, or PostgreSQL has become a standby that only reads."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.extensions import db
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.disk import Disk
from tests.durability.onlooker import onlooker
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS, BACK_WITHIN


@pytest.mark.usefixtures("on_sqlite")
def test_a_failed_disk_can_still_be_read(
    disk: Disk, school_on_disk: School, scale: Scale, tell: Callable[[str], None]
) -> None:
    """Somebody has to mend the disk and start again; then all that was acknowledged is there."""
    school = school_on_disk
    with (
        Server(school.url, workers=2) as server,
        Crowd([server.port], school.desks[:-1], scale.learners) as crowd,
        onlooker(server, school.desks[-1], crowd) as reader,
    ):
        crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
        disk.fail()
        crowd.wait_for(refused=scale.learners)
        reader.read_on()
        assert "Nothing can be saved just now" in reader.try_to_sign_in().page
        reader.leave()
        server.kill_everything()
        disk.mount_again()
        server.start()
        crowd.wait_for(acknowledged=scale.learners, patience=BACK_WITHIN)
        tally = crowd.finish()
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {tally}, lost 0")


@pytest.mark.usefixtures("postgresql")
def test_a_database_that_only_reads_can_still_be_read(
    school: School, scale: Scale, tell: Callable[[str], None]
) -> None:
    with (
        Server(school.url, workers=2) as server,
        Crowd([server.port], school.desks[:-1], scale.learners) as crowd,
        onlooker(server, school.desks[-1], crowd) as reader,
    ):
        crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
        only_read(school, "on")
        crowd.wait_for(refused=scale.learners)
        reader.read_on()
        assert "Nothing can be saved just now" in reader.try_to_sign_in().page
        reader.leave()
        only_read(school, "off")
        began = time.monotonic()
        crowd.wait_for(acknowledged=scale.learners, patience=BACK_WITHIN)
        back = time.monotonic() - began
        tally = crowd.finish()
    assert not tally.unanswered, "a web process ended"
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {tally}, lost 0, back after {back:.1f} s")


def only_read(school: School, switch: str) -> None:
    """As PostgreSQL does on a standby; open connections hear of it too."""
    with school.inside(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER SYSTEM SET default_transaction_read_only = {switch}"))
        connection.execute(text("SELECT pg_reload_conf()"))
