"""The power goes in the middle of everything, and the disk forgets what no sync had brought there."""

from collections.abc import Callable

import pytest

from tests.databases import Databases, PostgresDatabases
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.disk import Disk
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server

ACKNOWLEDGED = 60


@pytest.fixture
def cut_the_power(disk: Disk, on_disk: Databases, school_on_disk: School, scale: Scale) -> Callable[[str], Crowd]:
    """Let a server lose its power under load, and everything start again; returns who had been told what by then."""

    def cut(serves: str) -> Crowd:
        with Server(school_on_disk.url, workers=2, serves=serves) as server:
            with Crowd([server.port], school_on_disk.desks, scale.learners) as crowd:
                crowd.wait_for(acknowledged=ACKNOWLEDGED)
                crowd.send_home(while_leaving=disk.cut_power)
            server.kill_everything()
        if isinstance(on_disk, PostgresDatabases):
            on_disk.kill()
        disk.mount_again()
        if isinstance(on_disk, PostgresDatabases):
            on_disk.start()
        return crowd

    return cut


def test_what_was_acknowledged_survives_a_power_cut(
    cut_the_power: Callable[[str], Crowd], school_on_disk: School, scale: Scale, tell: Callable[[str], None]
) -> None:
    crowd = cut_the_power("wsgi:app")
    assert_nothing_is_lost(school_on_disk, crowd.journals)
    tell(f"{scale.learners} learners, {crowd.tally}, lost 0")


def test_the_cut_loses_what_a_careless_server_acknowledged(
    cut_the_power: Callable[[str], Crowd], school_on_disk: School
) -> None:
    crowd = cut_the_power("tests.durability.careless:app")
    with pytest.raises(AssertionError, match="differences from the journal"):
        assert_nothing_is_lost(school_on_disk, crowd.journals)
