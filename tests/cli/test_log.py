import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from openpyxl import load_workbook
from sqlalchemy import text

from app.database import writing
from app.documents.csv_file import unguard
from app.extensions import db
from app.ledger.corrections import correct, withdraw
from app.ledger.entries import Origin
from app.models import Organisation, Person
from app.training_log import records
from app.training_log.columns import HEADER
from tests.documents.xapi_rules import broken_rules
from tests.factories import OrganisationFactory, PersonFactory, PostingFactory, TeamFactory
from tests.ledger.passing import COMPLETED, record

Command = Callable[..., Result]


@pytest.fixture
def organisation(app: object) -> Organisation:
    """With three entries in its log, of the 1st, 2nd and 3rd of November."""
    made: Organisation = OrganisationFactory(name="Northgate")
    team = TeamFactory(organisation=made, name="Repairs")
    for number, name in enumerate(("Siân Ŵyn ap Gwŷnn", "=1+1", "Lee, Ann"), start=1):
        person = PersonFactory(organisation=made, name=name)
        PostingFactory(person_id=person.id, team_id=team.id)
        record(person, completed_on=date(2026, 11, number))
    return made


def tamper(sequence: int) -> None:
    with writing():
        db.session.execute(text("UPDATE log_entries SET level = 3 WHERE sequence = :at"), {"at": sequence})


def test_good_logs_are_verified(flask: Command, organisation: Organisation) -> None:
    OrganisationFactory(name="Southgate")
    result = flask("log", "verify")
    assert result.exit_code == 0
    assert "Northgate: 3 entries, all as they were written" in result.stdout
    assert "Southgate: 0 entries" in result.stdout


def test_a_log_that_was_tampered_with_is_named_with_its_first_entry(flask: Command, organisation: Organisation) -> None:
    OrganisationFactory(name="Southgate")
    tamper(2)
    result = flask("log", "verify")
    assert result.exit_code == 1
    assert "Northgate: entry 2 does not fit; 1 before it do" in result.stderr
    assert "Southgate: 0 entries, all as they were written" in result.stdout, "one broken log does not hide the others"


def test_a_log_without_its_head_is_named(flask: Command, organisation: Organisation) -> None:
    with writing():
        db.session.execute(text("DELETE FROM log_heads"))
    result = flask("log", "verify")
    assert result.exit_code == 1
    assert "Northgate: entry 4 does not fit" in result.stderr


def read_csv(path: Path) -> list[list[str]]:
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    return [[unguard(cell) for cell in row] for row in rows]


def read_xlsx(path: Path) -> list[list[str]]:
    rows = load_workbook(path).active.values
    return [
        ["" if cell is None else f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else str(cell) for cell in row]
        for row in rows
    ]


def read_json_lines(path: Path) -> list[list[str]]:
    objects = [json.loads(line) for line in path.read_text().splitlines()]
    rows = [["" if value is None else str(value) for value in each.values()] for each in objects]
    return [list(objects[0]), *rows] if objects else [list(HEADER)]


READERS = {"csv": read_csv, "xlsx": read_xlsx, "jsonl": read_json_lines}


@pytest.mark.parametrize("form", READERS)
def test_the_whole_log_is_in_the_file(flask: Command, organisation: Organisation, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"log.{form}"
    result = flask("log", "export", "--as", form, "--to", target)
    assert result.exit_code == 0, result.output
    assert f"Wrote {target}" in result.output
    header, *rows = READERS[form](target)
    assert tuple(header) == HEADER
    told = [(row[0], row[1], row[3], row[8], row[9]) for row in rows]
    assert told == [
        ("3", "Lee, Ann", "Repairs", "2026-11-03", "2027-11-16"),
        ("2", "=1+1", "Repairs", "2026-11-02", "2027-11-16"),
        ("1", "Siân Ŵyn ap Gwŷnn", "Repairs", "2026-11-01", "2027-11-16"),
    ]
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("form", READERS)
def test_what_the_log_said_on_a_day(flask: Command, organisation: Organisation, tmp_path: Path, form: str) -> None:
    """The three were recorded on the 16th; of the first, it was recorded on the 20th that its level was 2."""
    with writing():
        completed = replace(COMPLETED, completed_on=date(2026, 11, 1), level=2)
        correct(organisation.id, 1, completed, Origin(), datetime(2026, 11, 20, 9, tzinfo=UTC))
    target = tmp_path / f"log.{form}"
    for day, told in (("15", []), ("16", ["3", "2", "1"]), ("19", ["3", "2", "1"]), ("20", ["3", "2", "4"])):
        flask("log", "export", "--as", form, "--to", target, "--on", f"2026-11-{day}")
        assert [row[0] for row in READERS[form](target)[1:]] == told, day


def test_a_day_in_the_future_is_refused(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    result = flask("log", "export", "--as", "csv", "--to", tmp_path / "log.csv", "--on", "2100-01-01")
    assert result.exit_code == 2
    assert "2100-01-01 is in the future" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_log_as_statements(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    target = tmp_path / "log.xapi.jsonl"
    with writing():
        withdraw(organisation.id, 2, Origin(), datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert flask("log", "export", "--as", "xapi", "--to", target).exit_code == 0
    statements = [json.loads(line) for line in target.read_text().splitlines()]
    assert [broken_rules(each) for each in statements] == [[]] * 4
    assert [each["verb"]["display"]["en"] for each in statements] == ["completed", "completed", "voided", "completed"]


def test_only_the_named_organisation_is_in_the_file(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    record(PersonFactory(name="Somebody Else"))
    target = tmp_path / "log.csv"
    refused = flask("log", "export", "--as", "csv", "--to", target)
    assert refused.exit_code == 1
    assert "--organisation" in refused.stderr
    flask("log", "export", "--as", "csv", "--to", target, "--organisation", "Northgate")
    assert "Somebody Else" not in target.read_text()
    assert len(read_csv(target)) == 4


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_a_failed_export_leaves_the_old_file_and_nothing_else(
    flask: Command,
    organisation: Organisation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    error: BaseException,
) -> None:
    """A disk cannot be filled here, so the rows break off instead."""

    def break_off(*_: object, **__: object) -> Iterator[list[str]]:
        yield [""] * len(HEADER)
        raise error

    target = tmp_path / f"log.{form}"
    target.write_bytes(b"last week's")
    monkeypatch.setattr(records, "stream", break_off)
    result = flask("log", "export", "--as", form, "--to", target)
    assert result.exit_code == 1
    assert target.read_bytes() == b"last week's"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_file_that_cannot_be_written_is_told(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    result = flask("log", "export", "--as", "csv", "--to", tmp_path / "absent" / "log.csv")
    assert result.exit_code == 1
    assert "is not written" in result.stderr


def test_an_empty_log_is_a_file_with_a_header(flask: Command, app: object, tmp_path: Path) -> None:
    OrganisationFactory()
    for form, read in READERS.items():
        target = tmp_path / f"log.{form}"
        assert flask("log", "export", "--as", form, "--to", target).exit_code == 0
        assert [tuple(row) for row in read(target)] == [HEADER]


def test_a_workbook_is_whole(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    target = tmp_path / "log.xlsx"
    flask("log", "export", "--as", "xlsx", "--to", target)
    with ZipFile(target) as file:
        assert file.testzip() is None
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml"), "no formula"
    assert db.session.query(Person).count() == 3
