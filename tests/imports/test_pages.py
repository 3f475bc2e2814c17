"""What a training lead sees of an import, from the file to the log."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.database import writing
from app.extensions import db
from app.ledger.corrections import withdraw
from app.ledger.entries import Origin
from app.models import LogEntry, StagedImport
from tests.client import Page, StrictClient
from tests.conftest import NOW
from tests.corpus.old_records import FILES
from tests.factories import complete
from tests.imports.conftest import Office
from tests.imports.interrupting import Interruption, interrupted_by, somebody_is_erased, the_database_fails

TWO = (
    b"email,course,completed_on,evidence\n"
    b"ann@example.org,short,27/03/2021,=1+1\n"
    b"bo@example.org,Short module,1/4/2022,\n"
)


@pytest.fixture
def lead(app: Flask, office: Office) -> StrictClient:
    return StrictClient(app).sign_in(office.lead)


def send(client: StrictClient, content: bytes, name: str = "old.csv") -> Page:
    """The page that comes after a file is sent."""
    form = client.get("/log/import").form("Check the file")
    fields = {"csrf_token": form.fields["csrf_token"][0], "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(fields)
    response = client.send("POST", form.action, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return client.follow(response) if response.status_code == 303 else client.page_of(response)


def logged() -> int:
    db.session.rollback()
    return db.session.query(LogEntry).count()


def test_a_file_is_shown_first_and_imported_then(lead: StrictClient, office: Office) -> None:
    page = send(lead, TWO)
    assert page.heading == "Check before you import"
    assert "2 records will be added, 0 are already there, 0 problems." in page.words
    assert "“1/4/2022” is 1 April 2022" in page.words
    assert "27 Mar 2021" in page.words
    assert logged() == 0
    done = lead.press(page, "Import 2 records")
    assert done.heading == "2 records added"
    assert logged() == 2
    staged = db.session.scalars(select(StagedImport)).one()
    assert (staged.content, staged.entries, staged.imported_on) == (None, 2, NOW.date())
    assert "old.csv" in lead.get("/log/import").words


def test_the_same_file_again_changes_nothing(lead: StrictClient) -> None:
    lead.press(send(lead, TWO), "Import 2 records")
    page = send(lead, TWO)
    assert "0 records will be added, 2 are already there, 0 problems." in page.words
    assert "This very file was imported on 16 November 2026." in page.words
    assert "There is nothing to add" in page.words
    assert "Import 0" not in page.text
    lead.post(page.path, {"csrf_token": lead.token()})
    assert logged() == 2


def test_pressing_twice_adds_once(lead: StrictClient) -> None:
    form = send(lead, TWO).form("Import 2 records")
    lead.submit(form)
    assert lead.follow(lead.submit(form)).heading == "2 records added"
    assert logged() == 2


def test_a_problem_keeps_everything_out(lead: StrictClient) -> None:
    page = send(lead, TWO + b"nobody@example.org,short,2021-03-27,\n")
    assert "2 rows are good, 0 are already there, 1 problem." in page.words
    assert "nobody@example.org" in page.words
    assert "Nobody here has this email address." in page.words
    with pytest.raises(AssertionError, match="no button"):
        page.form("Import")
    told = lead.follow(lead.post(page.path, {"csrf_token": lead.token()}))
    assert "Nothing was added: something in the file is not right any more." in told.words
    assert logged() == 0


@pytest.mark.parametrize("interruption", [somebody_is_erased, the_database_fails])
def test_what_comes_in_between_is_told(interruption: Interruption, lead: StrictClient) -> None:
    page = send(lead, TWO)
    with interrupted_by(interruption):
        told = lead.press(page, "Import 2 records")
    assert "Something came in between. Nothing was added; import it again." in told.words
    assert logged() == 0
    assert lead.press(told, "Import 2 records").heading == "2 records added"


@pytest.mark.parametrize("name", [name for name, file in FILES.items() if file.unusable or file.problems])
def test_every_bad_file_is_answered_with_a_page(name: str, lead: StrictClient) -> None:
    page = send(lead, FILES[name].content)
    assert page.heading == ("Import old records" if FILES[name].unusable else "Check before you import")
    assert logged() == 0


def test_giving_up_leaves_nothing(lead: StrictClient) -> None:
    page = send(lead, TWO)
    after = lead.press(page, "Give up")
    assert "Nothing was added, and we have not kept the file." in after.words
    assert db.session.scalar(select(StagedImport)) is None
    lead.get(page.path, expect=404)


def test_what_was_imported_cannot_be_given_up(lead: StrictClient) -> None:
    page = send(lead, TWO)
    lead.press(page, "Import")
    lead.post(f"{page.path}/give-up", {"csrf_token": lead.token()})
    assert db.session.scalars(select(StagedImport)).one().entries == 2


def test_a_file_that_nobody_imported_goes_with_the_next(lead: StrictClient, office: Office) -> None:
    send(lead, TWO, "first.csv")
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        send(StrictClient(lead.app).sign_in(office.lead), TWO, "second.csv")
    assert db.session.query(StagedImport).count() == 2
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        send(StrictClient(lead.app).sign_in(office.lead), TWO, "third.csv")
    assert set(db.session.scalars(select(StagedImport.file_name))) == {"second.csv", "third.csv"}


def test_another_organisation_sees_nothing_of_it(app: Flask, lead: StrictClient, office: Office) -> None:
    path = send(lead, TWO).path
    stranger = StrictClient(app).sign_in(office.elsewhere)
    token = stranger.token()
    stranger.get(path, expect=404)
    stranger.post(path, {"csrf_token": token}, expect=404)
    stranger.post(f"{path}/give-up", {"csrf_token": token}, expect=404)
    assert "2 problems" in send(stranger, TWO.replace(b"Short module", b"short")).words, "our people are not theirs"
    assert logged() == 0


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), "9" * 30])
def test_a_forged_number_leads_nowhere(number: str, lead: StrictClient) -> None:
    lead.get(f"/log/import/{number}", expect=404)
    lead.post(f"/log/import/{number}", {"csrf_token": lead.token()}, expect=404)


def test_without_our_token_nothing_is_staged(lead: StrictClient) -> None:
    data = {"file": (io.BytesIO(TWO), "old.csv")}
    assert lead.send("POST", "/log/import", data=data, content_type="multipart/form-data").status_code == 400
    assert db.session.scalar(select(StagedImport)) is None


def test_a_file_that_is_too_large_is_answered_with_our_page(lead: StrictClient) -> None:
    page = send(lead, b"x" * 5_100_000)
    assert (page.response.status_code, page.heading) == (413, "That is too large")


def test_other_forms_stay_small(lead: StrictClient) -> None:
    page = lead.page_of(lead.send("POST", "/log/recognise", data={"note": "x" * 300_000}))
    assert (page.response.status_code, page.heading) == (413, "That is too large")


def test_more_rows_than_a_page_takes_are_told(lead: StrictClient) -> None:
    page = send(lead, b"email,course,date\n" + b"a,b,c\n" * 10_001)
    assert "There are 10,001 rows, and this page takes 10,000." in page.words
    assert page.response.status_code == 400


def test_no_file_is_told(lead: StrictClient) -> None:
    page = lead.page_of(lead.submit(lead.get("/log/import").form("Check the file"), expect=400))
    assert "Choose a file" in page.words


def test_names_of_files_and_cells_are_no_markup(lead: StrictClient) -> None:
    page = send(lead, TWO.replace(b"=1+1", b"<script>alert(1)</script>"), "../<b>x</b>\0.csv")
    assert not page.document.xpath("//main//script | //main//b")
    assert "<script>alert(1)</script>" in page.words


def test_the_template_can_be_imported(lead: StrictClient) -> None:
    text = lead.fetch("/log/import/template.csv").get_data()
    filled = text.replace(b"ann.lee@", b"ann@").replace(b"bo.ek@", b"bo@")
    assert "2 records will be added" in send(lead, filled).words


def test_our_own_export_comes_back_as_nothing_new(lead: StrictClient, office: Office) -> None:
    complete(office.ann)
    lead.press(send(lead, TWO), "Import")
    exported = lead.fetch("/log.csv").get_data()
    assert "0 records will be added, 3 are already there, 0 problems." in send(lead, exported).words


def test_our_own_export_is_equal_when_it_is_imported_elsewhere(lead: StrictClient, office: Office) -> None:
    """Into another organisation with people of other addresses."""
    lead.press(send(lead, TWO), "Import")
    first = lead.fetch("/log.csv").get_data()
    moved = first.replace(b"ann@example.org", b"elsewhere@example.org").replace(b"bo@", b"elsewhere@")
    other = StrictClient(lead.app).sign_in(office.elsewhere)
    other.press(send(other, moved), "Import 2 records")
    kept = ("course", "course_id", "level", "method", "completed_on", "valid_until", "evidence")
    assert rows(other.fetch("/log.csv").get_data(), kept) == rows(first, kept)


def rows(content: bytes, kept: tuple[str, ...]) -> list[list[str]]:
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[row[name] for name in kept] for row in found]


def test_what_was_withdrawn_does_not_come_back(lead: StrictClient, office: Office) -> None:
    lead.press(send(lead, TWO), "Import")
    with writing():
        withdraw(office.organisation.id, 1, Origin(office.lead.id, "recorded-twice"), NOW)
    page = send(lead, TWO)
    assert "0 records will be added, 2 are already there" in page.words
    assert "Row 2: In the log, and corrected or withdrawn since." in page.words
