"""Power loss cannot be tested by killing, which loses nothing that the kernel has. So count what reaches the disk."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.databases import Databases, SqliteDatabases
from tests.durability.conftest import School
from tests.durability.server import Browser, Server

LEARNERS = 8
SUBMISSIONS = LEARNERS * 5

COUNTS = """
SELECT sum(fsyncs)::int AS all, (sum(fsyncs) FILTER (WHERE backend_type = 'client backend'))::int AS waited_for
FROM pg_stat_io WHERE object = 'wal'
"""
SYNC = re.compile(r"\b(?:fsync|fdatasync)\(")


@dataclass(frozen=True, slots=True)
class Syncs:
    """`waited_for` are those that an answer waited for; PostgreSQL also makes some in the background, in time."""

    all: int
    waited_for: int

    @property
    def keep_everything(self) -> bool:
        """One for each submission. The background may now and then have been faster, but not most of the time."""
        return self.all >= SUBMISSIONS and self.waited_for > SUBMISSIONS / 2


def syncs_on_sqlite(school: School, serves: str, folder: Path) -> Syncs:
    """How often the server's processes told the disk to keep what it has."""
    trace = folder / f"{serves.partition(':')[0]}.strace"
    watcher = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    submit_everything(school, serves, watched_by=watcher)
    count = len(SYNC.findall(trace.read_text()))
    return Syncs(all=count, waited_for=count)


def syncs_on_postgresql(school: School, serves: str, _folder: Path) -> Syncs:
    """The same, as PostgreSQL counts it for its write-ahead log."""
    with psycopg.connect(school.url.replace("+psycopg", ""), autocommit=True, row_factory=dict_row) as connection:
        before = connection.execute(COUNTS).fetchone()
        submit_everything(school, serves)
        after = connection.execute(COUNTS).fetchone()
    assert before
    assert after
    return Syncs(**{name: after[name] - before[name] for name in before})


def submit_everything(school: School, serves: str, watched_by: tuple[str, ...] | list[str] = ()) -> None:
    """Four answers and a hand-in of every learner, one after another, each acknowledged before the next is sent."""
    with Server(school.url, serves=serves, watched_by=watched_by) as server:
        for desk in school.desks:
            browser = Browser(server, desk.cookie, desk.attempt_id)
            for position in range(1, 5):
                browser.answer(position, "1")
            browser.hand_in()


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
    open_school: Callable[[int], School], count_syncs: Callable[[School, str], Syncs]
) -> None:
    assert count_syncs(open_school(LEARNERS), "wsgi:app").keep_everything


def test_the_drill_notices_a_server_that_does_not_wait_for_the_disk(
    open_school: Callable[[int], School], count_syncs: Callable[[School, str], Syncs]
) -> None:
    assert not count_syncs(open_school(LEARNERS), "tests.durability.careless:app").keep_everything
