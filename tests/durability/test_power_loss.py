"""Power loss cannot be tested by killing, which loses nothing that the kernel has. So count what reaches the disk."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.databases import Databases, SqliteDatabases
from tests.durability.conftest import School
from tests.durability.server import Browser, Server

LEARNERS = 8
SUBMISSIONS = LEARNERS * 5

SYNC = re.compile(r"\b(?:fsync|fdatasync)\(")


def syncs_on_sqlite(school: School, serves: str, folder: Path) -> int:
    """How often the server's processes told the disk to keep what it has."""
    trace = folder / f"{serves.partition(':')[0]}.strace"
    watcher = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    submit_everything(school, serves, watched_by=watcher)
    return len(SYNC.findall(trace.read_text()))


def syncs_on_postgresql(school: School, serves: str, _folder: Path) -> int:
    """The same, as PostgreSQL counts it for its write-ahead log."""
    query = "SELECT sum(fsyncs)::int FROM pg_stat_io WHERE object = 'wal'"
    with psycopg.connect(school.url.replace("+psycopg", ""), autocommit=True) as connection:
        before = connection.execute(query).fetchone()
        submit_everything(school, serves)
        after = connection.execute(query).fetchone()
    assert before
    assert after
    return int(after[0] - before[0])


def submit_everything(school: School, serves: str, watched_by: tuple[str, ...] | list[str] = ()) -> None:
    """Four answers and a hand-in of every learner, one after another, each acknowledged before the next is sent."""
    with Server(school.url, serves=serves, watched_by=watched_by) as server:
        for desk in school.desks:
            browser = Browser(server, desk.cookie, desk.attempt_id)
            for position in range(1, 5):
                browser.answer(position, "1")
            browser.hand_in()


@pytest.fixture
def count_syncs(databases: Databases, tmp_path: Path) -> Callable[[School, str], int]:
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
    open_school: Callable[[int], School], count_syncs: Callable[[School, str], int]
) -> None:
    assert count_syncs(open_school(LEARNERS), "wsgi:app") >= SUBMISSIONS


def test_the_drill_notices_a_server_that_does_not_wait_for_the_disk(
    open_school: Callable[[int], School], count_syncs: Callable[[School, str], int]
) -> None:
    assert count_syncs(open_school(LEARNERS), "tests.durability.careless:app") < SUBMISSIONS
