"""Starting with a wrong setting: one line that says what to do."""

import subprocess
import sys

import pytest

from config import ROOT


@pytest.mark.parametrize(
    "command",
    [["-c", "import wsgi"], ["-m", "flask", "people", "add"], ["-m", "gunicorn", "--check-config", "wsgi:app"]],
)
def test_a_wrong_setting_is_one_line_and_no_traceback(command: list[str]) -> None:
    environment = {"FLASK_APP": "wsgi", "DATABASE_URL": "sqlite://", "PATH": ""}
    ended = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.splitlines() == [
        "Waymark does not start: SECRET_KEY is not set. Set it to a long random text, the same for every web process."
    ]
