"""A training log of sixty lines, and the three ways to read it."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import update

from app.database import writing
from app.documents.csv_file import unguard
from app.extensions import db
from app.models import LogEntry, Organisation, Person, Posting, Team
from tests.client import StrictClient
from tests.factories import OrganisationFactory, PostingFactory, TeamFactory, member_of, record

NAMES = (
    "Ann Lee",
    "=1+1",
    "+44 Bob",
    "-2 Cy",
    "@SUM(A1)",
    "'quoted'",
    'Dee "D" Day; the, first',
    "<b>Eve</b> & Co",
    "محمد علي",
    "1234",
    "2026-01-02",
    "x" * 200,
)
FIRST_DAY = date(2026, 1, 10)


@dataclass(frozen=True, slots=True)
class Archive:
    """`teams` by name: Housing over Repairs over Roofs, and Office. Everybody else is in one of these."""

    organisation: Organisation
    teams: dict[str, Team]
    lead: Person
    manager: Person
    deputy: Person


def make_archive() -> Archive:
    """Sixty completions of twelve people in three teams: five each, on 60 days, of two courses."""
    organisation = OrganisationFactory()
    teams: dict[str, Team] = {}
    for name, above in (("Housing", None), ("Repairs", "Housing"), ("Roofs", "Repairs"), ("Office", None)):
        parent_id = teams[above].id if above else None
        teams[name] = TeamFactory(organisation_id=organisation.id, name=name, parent_id=parent_id)
    people = [member_of(teams[("Repairs", "Roofs", "Office")[n % 3]], name=name) for n, name in enumerate(NAMES)]
    ids = [person.id for person in people]
    with writing():
        for n in range(60):
            on = FIRST_DAY + timedelta(days=n * 7 % 60)
            if n % 4:
                record(ids[n % 12], on, valid_until=on + timedelta(days=365))
            else:
                record(ids[n % 12], on, course="level-2", title="Level 2", level=2, valid_until=None)
    return Archive(
        organisation,
        teams,
        lead=member_of(teams["Office"], name="Lee Lead", is_lead=True),
        manager=member_of(teams["Housing"], name="Mani Manager", manages=True),
        deputy=member_of(teams["Roofs"], name="Dee Deputy", manages=True),
    )


def leave(person: Person, last_day: date) -> None:
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == person.id).values(ends_on=last_day))
        db.session.execute(update(Person).where(Person.id == person.id).values(is_active=False))


def erase(person_id: int) -> None:
    """Cut the link between a person and their lines, as an erasure does."""
    with writing():
        db.session.execute(update(LogEntry).where(LogEntry.person_id == person_id).values(person_id=None))


def post_to(person: Person, team: Team, starts_on: date) -> None:
    PostingFactory(person_id=person.id, team_id=team.id, starts_on=starts_on)


Row = dict[str, Any]


def rows_on_pages(client: StrictClient, query: str) -> list[Row]:
    """Every row of every page, as its reader sees it."""
    found: list[Row] = []
    page = client.get(f"/log?{query}")
    while True:
        for row in page.document.xpath("//table[contains(@class, 'waymark-log')]/tbody/tr"):
            name, email = row.xpath("string(th/*[1])"), row.xpath("string(th/span[last()])")
            cells = [name, email, *(cell.text or "" for cell in row.xpath("td[position() < 6]"))]
            cells += [row.xpath("string(td[6]//strong)"), row.xpath("string(td[7]//a[1])")]
            keys = ("name", "email", "team", "course", "method", "completed_on", "valid_until", "state", "entry")
            found.append(dict(zip(keys, cells, strict=True)))
        following = page.document.xpath("//a[@rel='next']/@href")
        if not following:
            return found
        page = client.get(following[0])


def csv_rows(client: StrictClient, query: str) -> list[Row]:
    text = client.fetch(f"/log.csv?{query}").get_data().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: unguard(value) for name, value in row.items()} for row in rows]


def xlsx_cells(client: StrictClient, query: str) -> list[tuple[Any, ...]]:
    workbook = load_workbook(io.BytesIO(client.fetch(f"/log.xlsx?{query}").get_data()))
    return list(workbook.active.iter_rows())


def xlsx_rows(client: StrictClient, query: str) -> list[Row]:
    header, *rows = xlsx_cells(client, query)
    return [dict(zip((cell.value for cell in header), map(as_text, row), strict=True)) for row in rows]


def jsonl_objects(client: StrictClient, query: str, path: str = "/log.jsonl") -> list[Row]:
    text = client.fetch(f"{path}?{query}").get_data(as_text=True)
    return [json.loads(line) for line in text.splitlines()]


def jsonl_rows(client: StrictClient, query: str) -> list[Row]:
    """In the words of the other files, which know text only."""
    objects = jsonl_objects(client, query)
    return [{name: "" if value is None else str(value) for name, value in each.items()} for each in objects]


def as_text(cell: Any) -> str:
    if cell.value is None:
        return ""
    return cell.value.date().isoformat() if cell.is_date else str(cell.value)


def as_page(rows: Iterable[Row]) -> list[Row]:
    """Rows of a file in the words of the page."""
    return [
        {
            "name": row["name"] or "Removed",
            "email": row["email"],
            "team": row["team"],
            "course": row["course"],
            "method": row["method"],
            "completed_on": short_date(row["completed_on"]),
            "valid_until": short_date(row["valid_until"]) if row["valid_until"] else "No end",
            "state": STATES[row["state"]],
            "entry": row["entry"],
        }
        for row in rows
    ]


STATES = {
    "current": "In date",
    "expired": "Ran out",
    "superseded": "Renewed since",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}


def short_date(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"
