"""Power loss cannot be tested by killing, which loses nothing that the kernel has. So count what reaches the disk."""

import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.databases import Databases, SqliteDatabases
from tests.durability.crowd import Crowd
from tests.durability.school import School
from tests.durability.server import Server

SUBMISSIONS = 60

COUNTS = """
SELECT sum(fsyncs)::int AS all, (sum(fsyncs) FILTER (WHERE backend_type = 'client backend'))::int AS waited_for
FROM pg_stat_io WHERE object = 'wal'
"""
SYNC = re.compile(r"\b(?:fsync|fdatasync)\(")


@dataclass(frozen=True, slots=True)
class Syncs:
    """`waited_for` are those that an answer waited for; PostgreSQL also makes some in the background, in time."""

    acknowledged: int
    all: int
    waited_for: int

    @property
    def keep_everything(self) -> bool:
        """One for each submission. The background may now and then have been faster, but not most of the time."""
        return self.all >= self.acknowledged and self.waited_for > self.acknowledged / 2


def syncs_on_sqlite(school: School, serves: str, folder: Path) -> Syncs:
    """How often the server's processes told the disk to keep what it has."""
    trace = folder / f"{serves.partition(':')[0]}.strace"
    watcher = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    acknowledged = submit(school, serves, watched_by=watcher)
    count = len(SYNC.findall(trace.read_text()))
    return Syncs(acknowledged, all=count, waited_for=count)


def syncs_on_postgresql(school: School, serves: str, _folder: Path) -> Syncs:
    """The same, as PostgreSQL counts it for its write-ahead log."""
    with psycopg.connect(school.url.replace("+psycopg", ""), autocommit=True, row_factory=dict_row) as connection:
        before = connection.execute(COUNTS).fetchone()
        acknowledged = submit(school, serves)
        after = connection.execute(COUNTS).fetchone()
    assert before
    assert after
    return Syncs(acknowledged, **{name: after[name] - before[name] for name in before})


def submit(school: School, serves: str, watched_by: Sequence[str] = ()) -> int:
    """How many submissions were acknowledged to one learner, each before the next was sent."""
    with (
        Server(school.url, serves=serves, watched_by=watched_by) as server,
        Crowd([server.port], school.desks, learners=1) as crowd,
    ):
        crowd.wait_for(acknowledged=SUBMISSIONS)
        return crowd.finish().acknowledged


@pytest.fixture
def count_syncs(databases: Databases, tmp_path: Path) -> Callable[[School, str], Syncs]:
    counter = syncs_on_postgresql
    if isinstance(databases, SqliteDatabases):
        counter = syncs_on_sqlite
        if shutil.which("strace") is None:
            message = "*** strace is missing, so durability is NOT tested. Install it: bash tests/install_browser ***"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
    return lambda school, serves: counter(school, serves, tmp_path)


def test_every_acknowledged_submission_is_on_the_disk(
    school: School, count_syncs: Callable[[School, str], Syncs], tell: Callable[[str], None]
) -> None:
    syncs = count_syncs(school, "wsgi:app")
    assert syncs.keep_everything
    tell(str(syncs))


def test_the_count_notices_a_server_that_does_not_wait_for_the_disk(
    school: School, count_syncs: Callable[[School, str], Syncs]
) -> None:
    assert not count_syncs(school, "tests.durability.careless:app").keep_everything
