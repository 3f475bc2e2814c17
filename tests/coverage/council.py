"""A small council whose coverage can be counted on one's fingers, and readers of its pages and files."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from app.database import writing
from app.documents.csv_file import BYTE_ORDER_MARK
from app.extensions import db
from app.models import Absence, Exemption, Organisation, Person, Team
from tests.client import Page, StrictClient
from tests.factories import OrganisationFactory, TeamFactory, member_of, put_in_force

TODAY = date(2026, 11, 16)
PROGRAMME = """programme: Northgate
requirements:
  core:
    title: Basics for everyone
    who: everyone
    course: short
    due: 30 days after joining
    renew: every 12 months
  practical:
    title: Practice for repairs
    who: {team: Repairs}
    course: practice
    due: 60 days after joining
    renew: never
    after: core
  talk:
    title: A talk at lunch
    who: everyone
    course: talk
    strength: recommended
    due: any time
    renew: never
"""


@dataclass(frozen=True, slots=True)
class Council:
    """Housing has Repairs below it, which has Roofs; Office stands beside. `lead` is in Office and counts too."""

    organisation: Organisation
    teams: dict[str, Team]
    lead: Person


def make_council(programme: str | None = PROGRAMME) -> Council:
    organisation = OrganisationFactory()
    teams: dict[str, Team] = {}
    for name, above in (("Housing", None), ("Repairs", "Housing"), ("Roofs", "Repairs"), ("Office", None)):
        parent_id = teams[above].id if above else None
        teams[name] = TeamFactory(organisation_id=organisation.id, name=name, parent_id=parent_id)
    lead = member_of(teams["Office"], name="Lee Lead", is_lead=True)
    if programme:
        put_in_force(organisation.id, programme)
    return Council(organisation, teams, lead)


def away(person: Person, starts_on: date = date(2026, 11, 1), ends_on: date | None = None) -> None:
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=starts_on, ends_on=ends_on))


def exempt(person: Person, requirement: str = "core") -> None:
    with writing():
        db.session.add(
            Exemption(person_id=person.id, requirement=requirement, starts_on=date(2026, 1, 1), made_by_id=person.id)
        )


def rows(client: StrictClient, path: str) -> list[dict[str, str]]:
    text = client.fetch(path).get_data(as_text=True).removeprefix(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text)))


def figures(client: StrictClient, requirement: str = "core", query: str = "") -> dict[str, str]:
    """The figures of a requirement in the file of all."""
    found = {row["requirement"]: row for row in rows(client, f"/coverage.csv{query}")}[requirement]
    return {name: found[name] for name in ("bound", "in_date", "not_yet", "overdue", "not_counted")}


def table(page: Page, caption: str = "") -> list[list[str]]:
    """The cells of a page's table, row by row; of the one with this caption where there are several."""
    tables = page.document.xpath("//table")
    found = next((each for each in tables if caption in each.xpath("string(caption)")), None)
    assert found is not None, f"no table {caption!r}"
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.xpath(".//tbody/tr")]
