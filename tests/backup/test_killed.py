"""`kill -9` in the middle of a restore leaves nothing half."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.backup.conftest import NewSite, Northgate
from tests.backup.sites import Site
from tests.durability.server import SECRET

MANY = 500


@pytest.fixture
def long_file(northgate: Northgate, tmp_path: Path) -> Path:
    """Enough rows that some are written to the database's files before all are there."""
    northgate.add_entries(MANY)
    target = tmp_path / "long.zip"
    assert northgate.site.flask("backup", target).exit_code == 0
    return target


def kill_a_restore(target: Site, file: Path, step: str, count: int) -> None:
    environment = os.environ | {
        "DATABASE_URL": target.url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://127.0.0.1",
        "KEYS_FOLDER": str(target.folder / "keys"),
        "RECORDS_FOLDER": str(target.records),
    }
    command = [sys.executable, "-m", "tests.backup.killed_restore", str(file), step, str(count)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize(("step", "count"), [("Restoring", 1), ("Restoring", 600), ("Verifying", 1)])
def test_a_killed_restore_can_be_run_again(
    northgate: Northgate, long_file: Path, site: NewSite, step: str, count: int
) -> None:
    target = site()
    kill_a_restore(target, long_file, step, count)
    assert target.is_empty()
    result = target.flask("restore", long_file)
    assert result.exit_code == 0, result.output
    assert target.rows() == northgate.site.rows()
