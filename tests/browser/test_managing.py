"""A manager's way: the team, the log, the same rows as files."""

import csv
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

MANAGER = "manager@demo.example"


def test_the_team_says_first_how_many_are_in_date(either: Reader) -> None:
    page = either.sign_in(MANAGER)
    page.goto(f"{either.site.url}/team")
    summary = page.locator("main > .govuk-body-l").inner_text()
    everybody, overdue = (int(found) for found in re.findall(r"of (\d+) are in date. (\d+) overdue", summary)[0])
    expect(page.locator("#people")).to_contain_text(f"{everybody} people")

    page.get_by_label("Where they stand").select_option(label="Overdue")
    either.press("Show")
    assert "state=overdue" in page.url
    expect(page.get_by_label("Where they stand")).to_have_value("overdue")
    expect(page.locator("#people")).to_contain_text(f"{overdue} people")
    assert page.locator("#people ~ .waymark-table tbody tr").count() >= min(overdue, 50)
    expect(page.locator("main")).not_to_contain_text("% right")


def test_the_log_and_its_files_hold_the_same_rows(either: Reader) -> None:
    page = either.sign_in(MANAGER)
    page.goto(f"{either.site.url}/log")
    page.get_by_label("Course", exact=True).select_option(label="Level 1 refresher")
    page.get_by_label("Completed from").fill("2026-09-01")
    either.press("Show")
    expect(page.get_by_label("Course", exact=True)).to_have_value("level-1-refresher")
    rows = page.locator("tbody tr")
    expect(page.locator("#count")).to_have_text(f"{rows.count()} completions")
    shown = [(row.locator("th span").inner_text(), row.locator("td").last.inner_text()) for row in rows.all()]
    assert len(shown) > 3

    listed = list(csv.DictReader(StringIO(_download(either, "CSV", ".csv").decode("utf-8-sig"))))
    assert [(row["email"], row["entry"]) for row in listed] == shown
    assert {row["course_id"] for row in listed} == {"level-1-refresher"}
    assert min(row["completed_on"] for row in listed) >= "2026-09-01"

    sheet = load_workbook(BytesIO(_download(either, "Excel", ".xlsx"))).active
    assert sheet is not None
    head, *body = sheet.iter_rows(values_only=True)
    place_of: Callable[[str], int] = list(head).index
    assert [(row[place_of("email")] or "", str(row[place_of("entry")])) for row in body] == shown


def _download(reader: Reader, link: str, ending: str) -> bytes:
    with reader.page.expect_download() as waiting:
        reader.follow(link)
    assert waiting.value.suggested_filename == f"training-log-2026-11-16{ending}"
    return Path(waiting.value.path()).read_bytes()


def test_dates_the_wrong_way_round_are_pointed_out(either: Reader) -> None:
    page = either.sign_in(MANAGER)
    page.goto(f"{either.site.url}/log?from=2026-02-01&to=2026-01-01")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_somebody_who_leads_nobody_sees_neither(either: Reader) -> None:
    page = either.sign_in(either.site.new_person())
    expect(page.get_by_role("link", name="My team", include_hidden=True)).to_have_count(0)
    for path in ("/team", "/log", "/log.csv"):
        response = page.goto(either.site.url + path)
        assert response
        assert response.status == 403
        either.heading("This page is not for your account")
