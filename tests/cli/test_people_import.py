import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.models import AssignmentRefresh, StagedImport
from app.web import clock
from config import ROOT
from tests.corpus.staff_lists import ANN, BO, NEW, rows
from tests.durability.server import SECRET
from tests.factories import ask
from tests.staff_import.conftest import Office, people
from tests.staff_import.lists import everything, person

__all__ = ["people"]

Command = Callable[..., Result]

BY = ("--by", "lead@example.org")
ALL = (ANN, BO, "007,zoe@example.org,Zoe Zero,Office,", "L1,lead@example.org,Lee Lead,Office,")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "staff.csv"
    path.write_bytes(rows(*ALL, NEW))
    return path


def test_a_dry_run_says_what_would_happen(flask: Command, people: Office, file: Path) -> None:
    before = everything()
    result = flask("people", "import", file, *BY, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "New people: 1\n  row 6: Nia New: Operative, from 16 Nov 2026" in result.stdout
    assert "1 new person, 0 changes, 0 leave, 4 unchanged, 0 problems." in result.stdout
    assert everything() == before


def test_a_list_is_taken_over_and_the_next_one_changes_nothing(flask: Command, people: Office, file: Path) -> None:
    ask(people.organisation.id)
    result = flask("people", "import", file, *BY)
    assert result.exit_code == 0, result.output
    assert "1 people changed." in result.stdout
    today = clock.today("Europe/London")
    assert db.session.scalar(select(AssignmentRefresh).where(AssignmentRefresh.refresh_on <= today)) is None
    staged = db.session.scalars(select(StagedImport)).one()
    assert (staged.holds, staged.entries, staged.content) == ("people", 1, None)
    after = everything()
    assert "Nothing was changed." in flask("people", "import", file, *BY).stdout
    assert everything() == after


def test_problems_are_told_by_row_and_nothing_is_changed(flask: Command, people: Office, file: Path) -> None:
    file.write_bytes(rows(NEW, "A8,,Ned New,Repiars,", "A7,x,,Repairs,"))
    before = everything()
    result = flask("people", "import", file, *BY)
    assert result.exit_code == 1
    assert "row 3 team “Repiars”: A new team, or the same as Housing / Repairs?" in result.stderr
    assert "row 4 email “x”: This is not an email address." in result.stderr
    assert "Nothing was changed." in result.stderr
    assert everything() == before


def test_columns_teams_and_kinds_are_said_as_options(flask: Command, people: Office, file: Path) -> None:
    file.write_bytes(rows("A8,Ned New,Repiars,Zero hours", header="Code,Who,Where,Terms"))
    columns = ("staff_number=Code", "name=who", "team=Where", "employment=Terms")
    options = [word for each in columns for word in ("--column", each)]
    said = [*options, "--team", "Repiars=Repairs", "--kind", "zero hours=agency"]
    result = flask("people", "import", file, *BY, *said)
    assert result.exit_code == 0, result.output
    assert person("A8").name == "Ned New"
    assert "1 unchanged" in flask("people", "import", file, *BY).stdout, "all of it is remembered"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--column", "shoe=Who"], "There is no field shoe."),
        (["--column", "name=Whom"], "No column is called Whom."),
        (["--kind", "a=king"], "Kinds of employment: employee, agency"),
        (["--team", "Repairs"], "must be followed by = and what it is"),
        (["--by", "ann@example.org"], "Ann Lee is not a training lead."),
        (["--organisation", "Southgate"], "Lee Lead belongs to Northgate."),
    ],
)
def test_wrong_options_are_told(options: list[str], words: str, flask: Command, people: Office, file: Path) -> None:
    result = flask("people", "import", file, *BY, *options)
    assert result.exit_code == 1
    assert words in result.stderr


def test_many_leave_only_after_a_second_question(flask: Command, people: Office, file: Path) -> None:
    file.write_bytes(rows(ANN))
    no = flask("people", "import", file, *BY, "--whole-list", input="n\n")
    assert (no.exit_code, person("A2").is_active) == (1, True)
    assert "2 of 4 people would leave" in no.stdout
    wrong = flask("people", "import", file, *BY, "--whole-list", "--leavers", "1")
    assert (wrong.exit_code, person("A2").is_active) == (1, True)
    assert "say --leavers 2" in wrong.stderr
    yes = flask("people", "import", file, *BY, "--whole-list", "--leavers", "2")
    assert (yes.exit_code, person("A2").is_active) == (0, False)


def test_all_changes_are_written_to_a_file(flask: Command, people: Office, file: Path, tmp_path: Path) -> None:
    flask("people", "import", file, *BY, "--dry-run", "--to", tmp_path / "out.csv")
    assert "6,new,A9,,Nia New,Housing / Repairs" in (tmp_path / "out.csv").read_text()


def test_a_file_that_is_no_table_is_told(flask: Command, people: Office, file: Path) -> None:
    file.write_bytes(b"PK\x03\x04")
    assert "save it as CSV UTF-8" in flask("people", "import", file, *BY).stderr


def test_a_database_that_fails_is_told(flask: Command, people: Office, file: Path) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO postings"):
            raise OperationalError(statement, None, TimeoutError("database is locked"))

    before = everything()
    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        result = flask("people", "import", file, *BY)
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert "The database failed: database is locked. Nothing was changed; run it again." in result.stderr
    assert everything() == before


DYING = """
import os, signal
from app.staff_import import changing
real, seen = changing.Changing._put_absences, []
def dying(self, changes):
    real(self, changes)
    seen.append(1)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
changing.Changing._put_absences = dying
from wsgi import app
app.test_cli_runner().invoke(args=["people", "import", os.environ["FILE"], "--by", "lead@example.org"])
"""


def test_kill_9_in_the_middle_leaves_nothing(app: Flask, people: Office, file: Path, flask: Command) -> None:
    """Of a process of its own, after two batches were written and before the end."""
    file.write_bytes(rows(*ALL, *(f"N{number},,N {number},Income," for number in range(5_000))))
    environment = os.environ | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://127.0.0.1",
        "FILE": str(file),
    }
    before = everything()
    db.session.rollback()
    died = subprocess.run([sys.executable, "-c", DYING], cwd=ROOT, env=environment, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert everything() == before
    assert "5000 people changed." in flask("people", "import", file, *BY).stdout
    assert len(everything()["people"]) == len(before["people"]) + 5_000
