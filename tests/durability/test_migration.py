"""`kill -9` in the middle of a migration: the old schema or the new one, nothing between, and no row is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from flask_migrate import downgrade
from sqlalchemy import MetaData, select

from app.extensions import db
from config import ROOT
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.journal import Journal
from tests.durability.oracle import assert_nothing_is_lost, assert_sound
from tests.durability.school import School
from tests.durability.server import SECRET, Server

MIGRATIONS = str(ROOT / "migrations")
Tables = dict[str, list[str]]


@pytest.fixture
def journals(school: School) -> list[Journal]:
    """What people did before the upgrade."""
    with Server(school.url) as server, Crowd([server.port], school.desks, learners=2) as crowd:
        crowd.wait_for(acknowledged=40)
        crowd.finish()
    return crowd.journals


def test_a_migration_that_is_killed_can_be_made_again(
    school: School, journals: list[Journal], scale: Scale, tell: Callable[[str], None]
) -> None:
    step_down(school, "-1")
    steps = upgrade_and_count(school)
    before = step_down(school, "-1")
    wanted = scale.kills_while_migrating
    kills = {steps * number // wanted for number in range(1, wanted + 1)} - {0}
    for step in sorted(kills):
        killed = start_upgrade(school, step)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert tables(school) == before
        assert_sound(school)
    upgrade_and_count(school)
    assert_nothing_is_lost(school, journals)
    tell(f"{steps} steps, killed before {len(kills)} of them, lost 0")


def step_down(school: School, revision: str) -> Tables:
    with school.inside():
        downgrade(MIGRATIONS, revision=revision)
    return tables(school)


def upgrade_and_count(school: School) -> int:
    """To the end; how many steps it took."""
    done = start_upgrade(school, 0)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def start_upgrade(school: School, step: int) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": school.url, "SECRET_KEY": SECRET, "PUBLIC_URL": "http://127.0.0.1"}
    command = [sys.executable, "-m", "tests.durability.dying_upgrade", str(step)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def tables(school: School) -> Tables:
    """All rows of all tables, the revision's among them."""
    found = MetaData()
    with school.inside():
        found.reflect(db.engine)
        return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in found.tables.values()}
