import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.content.edition import Edition
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import LogEntry, Organisation, Person
from config import ROOT
from tests.durability.server import SECRET
from tests.factories import OrganisationFactory, PersonFactory
from tests.imports.interrupting import Interruption, interrupted_by, somebody_is_erased, the_database_fails

Command = Callable[..., Result]

DAYS = [f"{year}-{month:02}-{day:02}" for year in range(2000, 2016) for month in range(1, 13) for day in range(1, 28)]


@pytest.fixture
def lead(app: Flask, published: Edition) -> Person:
    organisation = OrganisationFactory(name="Northgate")
    PersonFactory(organisation=organisation, email="ann@example.org")
    made: Person = PersonFactory(organisation=organisation, name="Lee Lead", email="lee@example.org", is_lead=True)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    path.write_text(
        "email,course,completed_on,team\nann@example.org,short,03/04/2021,x\nann@example.org,short,2022-03-27,x\n"
    )
    return path


def logged() -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


def test_a_dry_run_says_what_would_happen(flask: Command, lead: Person, file: Path) -> None:
    result = flask("log", "import", file, "--by", "lee@example.org", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "2 records will be added, 0 are already there, 0 problems." in result.stdout
    assert "“03/04/2021” is read as 2021-04-03" in result.stdout
    assert "Left out: team" in result.stdout
    assert "Nothing was added." in result.stdout
    assert logged() == 0


def test_an_import_adds_and_the_next_one_does_not(flask: Command, lead: Person, file: Path) -> None:
    assert "Added 2 records." in flask("log", "import", file, "--by", "lee@example.org").stdout
    assert set(db.session.scalars(select(LogEntry.recorded_by_id))) == {lead.id}
    again = flask("log", "import", file, "--by", "lee@example.org")
    assert again.exit_code == 0
    assert "0 records will be added, 2 are already there, 0 problems." in again.stdout
    assert logged() == 2


def test_problems_are_told_by_row_and_nothing_is_added(flask: Command, lead: Person, file: Path) -> None:
    file.write_text(
        file.read_text() + "nobody@example.org,short,44282,x\n" + "nobody@example.org,short,2021-01-01,x\n" * 1_500
    )
    result = flask("log", "import", file, "--by", "lee@example.org")
    assert result.exit_code == 1
    assert "row 4 email “nobody@example.org”: Nobody here has this email address." in result.stderr
    assert "row 4 completed_on “44282”: This is a number, not a day." in result.stderr
    assert "… and 502 problems more" in result.stderr
    assert "2 rows are good, 0 are already there, 1502 problems." in result.stdout
    assert logged() == 0


@pytest.mark.parametrize(
    ("email", "organisation", "words"),
    [
        ("nobody@example.org", None, "Nobody has an account with nobody@example.org."),
        ("ann@example.org", None, "Ann Lee is not a training lead."),
        ("lee@example.org", "Southgate", "Lee Lead belongs to Northgate."),
    ],
)
def test_only_a_lead_of_the_organisation_imports(
    email: str, organisation: str | None, words: str, flask: Command, lead: Person, file: Path
) -> None:
    OrganisationFactory(name="Southgate")
    named = ["--organisation", organisation] if organisation else []
    result = flask("log", "import", file, "--by", email, *named)
    assert result.exit_code == 1
    assert words in result.stderr
    assert logged() == 0


@pytest.mark.parametrize(
    ("interruption", "words"),
    [
        (somebody_is_erased, "Something changed meanwhile. Nothing was added; run it again."),
        (the_database_fails, "The database failed: database is locked. Nothing was added; run it again."),
    ],
)
def test_what_comes_in_between_is_told(
    interruption: Interruption, words: str, flask: Command, lead: Person, file: Path
) -> None:
    with interrupted_by(interruption):
        result = flask("log", "import", file, "--by", "lee@example.org")
    assert result.exit_code == 1
    assert words in result.stderr
    assert logged() == 0
    assert "Added 2 records." in flask("log", "import", file, "--by", "lee@example.org").stdout


def test_a_file_that_is_no_table_is_told(flask: Command, lead: Person, file: Path) -> None:
    file.write_bytes(b"PK\x03\x04")
    result = flask("log", "import", file, "--by", "lee@example.org")
    assert result.exit_code == 1
    assert "save it as CSV UTF-8" in result.stderr


def test_a_long_file_is_read_in_flat_memory(lead: Person, file: Path, flask: Command) -> None:
    """See docs/performance.md for a million rows; here only that rows of every batch are looked at."""
    file.write_text("email,course,date\n" + "".join(f"ann@example.org,short,{day}\n" for day in [*DAYS, *DAYS[:3]]))
    result = flask("log", "import", file, "--by", "lee@example.org")
    assert f"{len(DAYS)} records will be added, 0 are already there, 3 stand in the file twice" in result.stdout
    assert f"row {len(DAYS) + 2}: The same as row 2, which is taken" in result.stdout
    assert logged() == len(DAYS)
    assert verify_log(lead.organisation_id).broken_at is None


def test_the_age_of_earlier_learning_is_set(flask: Command, lead: Person) -> None:
    result = flask("organisation", "recognition", "24")
    assert "recognised for 24 months" in result.stdout
    assert db.session.scalar(select(Organisation.recognition_months)) == 24
    assert flask("organisation", "recognition", "0").exit_code == 2


DYING = """
import os, signal
from app.imports import planning
real, seen = planning.import_completions, []
def dying(organisation_id, records, now):
    def until_the_end():
        for number, each in enumerate(records):
            if number == 4500:
                os.kill(os.getpid(), signal.SIGKILL)
            yield each
    return real(organisation_id, until_the_end(), now)
planning.import_completions = dying
from wsgi import app
app.test_cli_runner().invoke(args=["log", "import", os.environ["FILE"], "--by", "lee@example.org"])
"""


def test_kill_9_in_the_middle_leaves_nothing(app: Flask, lead: Person, file: Path, flask: Command) -> None:
    """Of a process of its own, after two batches were written and before the end."""
    file.write_text("email,course,date\n" + "".join(f"ann@example.org,short,{day}\n" for day in DAYS))
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    environment = os.environ | {
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://127.0.0.1",
        "FILE": str(file),
    }
    db.session.rollback()
    died = subprocess.run([sys.executable, "-c", DYING], cwd=ROOT, env=environment, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    db.session.expire_all()
    assert logged() == 0
    assert verify_log(lead.organisation_id).broken_at is None
    assert f"Added {len(DAYS)} records." in flask("log", "import", file, "--by", "lee@example.org").stdout
