import csv
import io
import json
import tempfile
from datetime import date, datetime
from typing import IO

import pytest
from flask import Flask

from app.documents import xlsx_file
from app.documents.xlsx_file import DoesNotFit
from app.training_log.columns import columns
from tests.client import StrictClient
from tests.training_log.archive import Archive, csv_rows, xlsx_cells

FILES = ("/log.csv", "/log.xlsx", "/log.jsonl", "/log.xapi.jsonl")
FORMULA_STARTS = "=+-@\t\r"
HEADER = [
    "entry",
    "name",
    "email",
    "team",
    "course",
    "course_id",
    "level",
    "method",
    "completed_on",
    "valid_until",
    "certificate",
    "kind",
    "state",
    "corrects",
    "replaced_by",
    "reason",
    "recorded_on",
    "recorded_by",
    "session",
    "evidence",
]


@pytest.fixture
def reader(app: Flask, archive: Archive) -> StrictClient:
    return StrictClient(app).sign_in(archive.lead)


def test_the_csv_opens_in_a_spreadsheet(reader: StrictClient) -> None:
    response = reader.fetch("/log.csv")
    data = response.get_data()
    assert data.startswith(b"\xef\xbb\xbfentry,name,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.endswith(b"\r\n")
    assert data.decode("utf-8-sig").split("\r\n")[0] == ",".join(HEADER)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="training-log-2026-11-16.csv"'
    assert response.headers["Cache-Control"] == "no-store"


def test_no_cell_of_the_csv_is_a_formula(reader: StrictClient) -> None:
    text = reader.fetch("/log.csv").get_data().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in tuple(FORMULA_STARTS)]


def test_dates_of_the_csv_are_iso(reader: StrictClient) -> None:
    for row in csv_rows(reader, ""):
        date.fromisoformat(row["completed_on"])
        assert row["valid_until"] == "" or date.fromisoformat(row["valid_until"])
        assert row["entry"].isdecimal()


def test_the_xlsx_holds_text_numbers_and_real_dates(reader: StrictClient) -> None:
    header, *rows = xlsx_cells(reader, "")
    assert [cell.value for cell in header] == HEADER
    assert len(rows) == 60
    for row in rows:
        entry, name, completed_on, valid_until = row[0], row[1], row[8], row[9]
        assert (entry.data_type, name.data_type) == ("n", "s")
        assert isinstance(completed_on.value, datetime)
        assert completed_on.is_date
        assert valid_until.value is None or valid_until.is_date
        assert "f" not in {cell.data_type for cell in row}
    assert "=1+1" in {row[1].value for row in rows}
    assert "1234" in {row[1].value for row in rows}


def test_the_xlsx_is_named_and_typed(reader: StrictClient) -> None:
    response = reader.fetch("/log.xlsx")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["Content-Disposition"] == 'attachment; filename="training-log-2026-11-16.xlsx"'
    assert response.get_data().startswith(b"PK")


def test_the_schema_describes_the_header(reader: StrictClient) -> None:
    schema = json.loads(reader.fetch("/log.schema.json").get_data())
    assert [field["name"] for field in schema["fields"]] == HEADER
    assert schema["missingValues"] == [""]
    types = {field["name"]: field["type"] for field in schema["fields"]}
    assert types["completed_on"] == types["valid_until"] == "date"
    assert types["entry"] == types["level"] == types["corrects"] == "integer"
    assert all(field["description"] for field in schema["fields"])


def test_the_page_explains_each_column(reader: StrictClient) -> None:
    page = reader.get("/log")
    assert page.document.xpath("//dl[@class='waymark-dictionary']/dt/code/text()") == HEADER
    assert all(column.description in page.words for column in columns())


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_sent_as_it_is_made(path: str, reader: StrictClient) -> None:
    """Not built in memory first: nobody knows its length when it starts."""
    reader.token()
    response = reader.http.get(path)
    try:
        assert response.is_streamed
        assert "Content-Length" not in response.headers
        assert next(response.iter_encoded())
    finally:
        response.close()
    reader.get("/log")


@pytest.mark.parametrize("path", FILES)
def test_who_hangs_up_leaves_nothing_open(path: str, reader: StrictClient) -> None:
    for _ in range(3):
        reader.token()
        reader.http.get(path).close()
    reader.fetch(path)


def test_more_than_excel_holds_leads_to_the_csv(reader: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    page = reader.get("/log.xlsx?course=short&from=2026-01-20", expect=422)
    assert page.heading == "Too many rows for Excel"
    assert "An Excel sheet holds 3 rows, and these are more." in page.words
    assert page.link("Download them as CSV") == "/log.csv?course=short&from=2026-01-20"
    assert page.link("Choose other filters") == "/log?course=short&from=2026-01-20"
    assert page.response.mimetype == "text/html"
    assert "Content-Disposition" not in page.response.headers
    assert reader.get("/log.xlsx", expect=422).link("Download them as CSV") == "/log.csv"


@pytest.fixture
def made_files(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The temporary files that were made."""
    made: list[IO[bytes]] = []
    make = tempfile.TemporaryFile

    def remember() -> IO[bytes]:
        made.append(make())
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", remember)
    return made


@pytest.mark.parametrize("fault", [DoesNotFit("one row too many"), OSError("no space left")], ids=["rows", "disk"])
def test_a_workbook_that_fails_leaves_no_file_open(
    fault: Exception, reader: StrictClient, made_files: list[IO[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were added between the counting and the writing, or a full disk."""

    def fail(*_: object) -> int:
        raise fault

    monkeypatch.setattr(xlsx_file, "write_xlsx", fail)
    monkeypatch.setattr(reader.app, "testing", False)
    reader.get("/log.xlsx", expect=422 if isinstance(fault, DoesNotFit) else 500)
    assert [file.closed for file in made_files] == [True]


def test_the_file_of_a_workbook_is_closed_with_the_answer(reader: StrictClient, made_files: list[IO[bytes]]) -> None:
    reader.token()
    response = reader.http.get("/log.xlsx")
    assert [file.closed for file in made_files] == [False]
    response.close()
    assert [file.closed for file in made_files] == [True]


def test_an_empty_log_is_a_header(app: Flask, archive: Archive) -> None:
    client = StrictClient(app).sign_in(archive.lead)
    assert csv_rows(client, "from=2030-01-01") == []
    assert len(xlsx_cells(client, "from=2030-01-01")) == 1
