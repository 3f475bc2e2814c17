"""What is on the pages equals what is in both files, row for row, under every filter and for every reader."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.client import StrictClient
from tests.training_log.archive import (
    FIRST_DAY,
    NAMES,
    Archive,
    as_page,
    csv_rows,
    jsonl_rows,
    rows_on_pages,
    xlsx_rows,
)

READERS = {
    "lead": {"Repairs", "Roofs", "Office"},
    "manager": {"Repairs", "Roofs"},
    "deputy": {"Roofs"},
}

FILTERS: list[tuple[str, Callable[[date, str, str], bool]]] = [
    ("", lambda on, course, team: True),
    ("course=short", lambda on, course, team: course == "short"),
    ("course=level-2", lambda on, course, team: course == "level-2"),
    ("from=2026-02-01", lambda on, course, team: on >= date(2026, 2, 1)),
    ("to=2026-02-01", lambda on, course, team: on <= date(2026, 2, 1)),
    ("from=2026-02-01&to=2026-02-01", lambda on, course, team: on == date(2026, 2, 1)),
    ("from=2030-01-01", lambda on, course, team: False),
    ("team={Roofs}", lambda on, course, team: team == "Roofs"),
    (
        "team={Roofs}&course=short&from=2026-01-20&to=2026-02-20",
        lambda on, course, team: team == "Roofs" and course == "short" and date(2026, 1, 20) <= on <= date(2026, 2, 20),
    ),
]
FILTERS_OF_MORE = [
    ("team={Housing}", lambda on, course, team: team in {"Repairs", "Roofs"}),
    ("team={Repairs}", lambda on, course, team: team in {"Repairs", "Roofs"}),
]


def expected(teams: set[str], wanted: Callable[[date, str, str], bool]) -> list[tuple[str, str]]:
    """Entry number and name of each line that should be there, newest day first, then newest entry."""
    lines = []
    for n in range(60):
        on, team = FIRST_DAY + timedelta(days=n * 7 % 60), ("Repairs", "Roofs", "Office")[n % 12 % 3]
        if team in teams and wanted(on, "short" if n % 4 else "level-2", team):
            lines.append((on, n + 1, NAMES[n % 12]))
    return [(str(entry), name) for _, entry, name in sorted(lines, reverse=True)]


@pytest.mark.parametrize("reader", READERS)
def test_page_csv_and_xlsx_say_the_same(reader: str, app: Flask, archive: Archive) -> None:
    client = StrictClient(app).sign_in(getattr(archive, reader))
    ids = {name: team.id for name, team in archive.teams.items()}
    for pattern, wanted in FILTERS + (FILTERS_OF_MORE if reader != "deputy" else []):
        query = pattern.format(**ids)
        on_csv = csv_rows(client, query)
        assert on_csv == xlsx_rows(client, query), pattern
        assert on_csv == jsonl_rows(client, query), pattern
        assert rows_on_pages(client, query) == as_page(on_csv), pattern
        assert [(row["entry"], row["name"]) for row in on_csv] == expected(READERS[reader], wanted), pattern


def test_the_page_says_how_many_and_leads_to_the_same_rows(app: Flask, archive: Archive) -> None:
    client = StrictClient(app).sign_in(archive.lead)
    page = client.get("/log?course=short&from=2026-01-20")
    rows = csv_rows(client, "course=short&from=2026-01-20")
    assert f"{len(rows)} completions" in page.words
    assert client.fetch(page.link("CSV")).get_data(as_text=True).count("\r\n") == len(rows) + 1
    assert page.link("Excel") == page.link("CSV").replace(".csv", ".xlsx")
    assert page.form("Show").fields["course"] == ["short"]
    assert page.form("Show").fields["from"] == ["2026-01-20"]


def test_the_second_page_keeps_the_filter(app: Flask, archive: Archive) -> None:
    client = StrictClient(app).sign_in(archive.lead)
    page = client.get("/log?from=2026-01-10")
    assert "Completions 1 to 50 of 60, newest first" in page.words
    page = client.get(page.link("Next page"))
    assert "Completions 51 to 60 of 60, newest first" in page.words
    assert page.form("Show").fields["from"] == ["2026-01-10"]
    assert client.get(page.link("Previous page")).words.count("Completions 1 to 50 of 60") == 1


def test_nothing_matches(app: Flask, archive: Archive) -> None:
    page = StrictClient(app).sign_in(archive.lead).get("/log?from=2030-01-01")
    assert "0 completions" in page.words
    assert "Nothing matches." in page.words
    assert not page.document.xpath("//a[contains(., 'CSV')]")


@pytest.mark.parametrize("page", ["0", "-1", "999999", "abc", "", "1.5", "1e3", "٢", "9" * 50, "%00", "1;2"])
def test_a_page_number_that_is_none(page: str, app: Flask, archive: Archive) -> None:
    client = StrictClient(app).sign_in(archive.lead)
    response = client.send("GET", f"/log?page={page}")
    assert response.status_code == (400 if page == "%00" else 200)
    if page != "%00":
        last = page in {"999999", "9" * 50, "٢"}
        assert ("Completions 51 to 60" if last else "Completions 1 to 50") in client.page_of(response).words


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=2026-13-01", "Enter a date such as 2026-03-27"),
        ("from=yesterday", "Enter a date such as 2026-03-27"),
        ("to=0000-00-00", "Enter a date such as 2026-03-27"),
        ("from=1800-01-01", "Check the year"),
        ("to=9999-12-31", "Check the year"),
        ("from=2026-03-02&to=2026-03-01", "The last day must not be before the first"),
        ("course=nothing-of-the-kind", "Choose one of the list"),
        ("team=999999", "Choose one of the list"),
        ("team=abc", "Choose one of the list"),
        ("team=1%20OR%201=1", "Choose one of the list"),
        ("as_at=2026-11-17", "Choose today or a day in the past"),
        ("as_at=tomorrow", "Enter a date such as 2026-03-27"),
        ("as_at=1800-01-01", "Check the year"),
        ("entries=some", "Choose one of the list"),
        (f"course={'x' * 5000}", "Choose one of the list"),
    ],
    ids=lambda value: value[:40],
)
def test_a_filter_that_cannot_be(query: str, told: str, app: Flask, archive: Archive) -> None:
    """The same answer for the page and for its files, and not a single row."""
    client = StrictClient(app).sign_in(archive.lead)
    for path in ("/log", "/log.csv", "/log.xlsx", "/log.jsonl", "/log.xapi.jsonl"):
        page = client.get(f"{path}?{query}", expect=400)
        assert told in page.words
        assert page.document.findtext(".//title").startswith("Error: ")
        assert not page.document.xpath("//tbody")
