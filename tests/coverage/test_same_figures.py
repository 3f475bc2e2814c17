"""What is on the pages equals what is in the files, and lists hold as many people as the figures say."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Posting
from tests.client import StrictClient
from tests.coverage.council import TODAY, Council, figures, make_council, rows, table
from tests.factories import complete, member_of, work_out

ROLES = ("Operative", "operative ", "Planner", "")
KINDS = ("employee", "contractor")
NAMES = ("=Ann", "Siân Ŵyn", "Bo, Ek", "Zoë <b>")


@pytest.fixture
def mixed(council: Council) -> Council:
    """24 people over all teams, roles and kinds; each third has done it, at different times."""
    for number in range(24):
        team = list(council.teams.values())[number % 4]
        person = member_of(team, name=NAMES[number % 4], starts_on=TODAY - timedelta(days=number * 5))
        with writing():
            mine = update(Posting).where(Posting.person_id == person.id)
            db.session.execute(mine.values(job=ROLES[number // 4 % 4], employment=KINDS[number // 2 % 2]))
        if number % 3 == 0:
            complete(person, TODAY - timedelta(days=250 + number * 6), valid_until=None)
    work_out(council.organisation.id)
    return council


def on_page(client: StrictClient, path: str) -> list[list[str]]:
    """Label, share, and the numbers of each row."""
    found = table(client.get(path))
    return [[row[0], row[1], *row[2:]] for row in found]


def as_page(row: dict[str, str], column: str) -> list[str]:
    label = {"Housing": "Housing itself"}.get(row[column], row[column]) if column == "itself" else row[column]
    share = f"{row['percent']}% {row['in_date']} of {row['bound']}"
    return [label or "No role is recorded", share, row["bound"], row["not_yet"], row["overdue"]]


def test_all_requirements(lead: StrictClient, mixed: Council) -> None:
    page = lead.get("/coverage")
    shown = table(page, "What must be done") + table(page, "Recommended")
    found = rows(lead, "/coverage.csv")
    assert [row[0] for row in shown] == [row["title"] for row in found]
    for cells, row in zip(shown, found, strict=True):
        numbers = [row["bound"], row["not_yet"], *([row["overdue"]] if row["overdue"] else [])]
        share = f"{row['percent']}% {row['in_date']} of {row['bound']}" if row["bound"] != "0" else "Nobody is bound"
        assert cells[1:] == [share, *numbers, row["not_counted"].replace("<", "fewer than ")]


@pytest.mark.parametrize("by", ["team", "role", "kind"])
@pytest.mark.parametrize("narrowed", ["", "&role=Operative", "&kind=contractor", "&kind=contractor&role=Planner"])
def test_a_requirement_divided(by: str, narrowed: str, lead: StrictClient, mixed: Council) -> None:
    found = rows(lead, f"/coverage/core.csv?by={by}{narrowed}")
    page = lead.get(f"/coverage/core?by={by}{narrowed}")
    words = {"employee": "Employees", "contractor": "Contractors"}
    assert [row[:5] for row in table(page)] == [as_page(row, by) for row in found]
    assert sum(int(row["bound"]) for row in found) == bound_of(page)
    assert by != "kind" or {row["kind"] for row in found} <= set(words.values())


def bound_of(page: object) -> int:
    return int(page.words.split(" bound today")[0].split()[-1])  # type: ignore[attr-defined]


def test_the_parts_of_every_division_make_the_whole(lead: StrictClient, mixed: Council) -> None:
    whole = figures(lead)
    for by in ("team", "role", "kind"):
        found = rows(lead, f"/coverage/core.csv?by={by}")
        for name in ("bound", "in_date", "not_yet", "overdue"):
            assert sum(int(row[name]) for row in found) == int(whole[name]), (by, name)


def test_a_team_is_opened_with_those_below_it(lead: StrictClient, mixed: Council) -> None:
    page = lead.get("/coverage/core")
    assert {row[0] for row in table(page)} == {"Housing", "Office"}
    page = lead.get(page.link("Housing"))
    assert {row[0] for row in table(page)} == {"Housing itself", "Repairs"}
    page = lead.get(page.link("Repairs"))
    assert {row[0] for row in table(page)} == {"Repairs itself", "Roofs"}
    assert "Only: Housing / Repairs and the teams below it." in page.words
    assert bound_of(page) == 12
    assert lead.get(page.link("Roofs")).path == "/coverage/core/people"
    assert bound_of(lead.get(page.link("See everybody"))) == 25


@pytest.mark.parametrize("narrowed", ["", "team={Housing}", "team={Roofs}", "role=OPERATIVE", "kind=contractor"])
@pytest.mark.parametrize(("show", "column"), [("overdue", "overdue"), ("not-yet", "not_yet")])
def test_a_list_is_as_long_as_its_figure(
    show: str, column: str, narrowed: str, lead: StrictClient, mixed: Council
) -> None:
    query = narrowed.format(**{name: team.id for name, team in mixed.teams.items()})
    found = rows(lead, f"/coverage/core/people.csv?show={show}&{query}")
    figure = sum(int(row[column]) for row in rows(lead, f"/coverage/core.csv?by=kind&{query}"))
    assert len(found) == figure
    assert {row["state"] for row in found} <= {show}


@pytest.mark.parametrize("query", ["", "show=not-yet", "show=expiring&within=90", "role=operative", "kind=contractor"])
def test_a_list_and_its_file(query: str, lead: StrictClient, mixed: Council) -> None:
    page = lead.get(f"/coverage/core/people?{query}")
    found = rows(lead, f"/coverage/core/people.csv?{query}")
    shown = table(page) if found else []
    assert [row[0] for row in shown] == [row["name"].replace("'=", "=") for row in found]
    assert [row[1:3] for row in shown] == [[row["team"], row["role"].strip()] for row in found]
    assert page.words.count(f"{len(found)} p") >= 1
    assert found == sorted(found, key=lambda row: (row["due_on"], row["name"].replace("'=", "=")))


def test_who_runs_out_within_so_many_days(lead: StrictClient, council: Council) -> None:
    """The first of them on the last day that still counts, the others on the last of the days and the one after."""
    for days in (0, 30, 31, 60, 61, 90, 91):
        ends_on = TODAY + timedelta(days=days)
        person = member_of(council.teams["Office"], name=f"{days} days")
        complete(person, ends_on.replace(year=ends_on.year - 1))
    work_out(council.organisation.id)
    for within, expected in ((30, 2), (60, 4), (90, 6)):
        found = rows(lead, f"/coverage/core/people.csv?show=expiring&within={within}")
        assert len(found) == expected
        assert f"{expected} people’s training runs out within {within} days" in (
            lead.get(f"/coverage/core/people?show=expiring&within={within}").words
        )


def test_a_long_list_is_turned_page_by_page(app: Flask, now: object) -> None:
    council = make_council()
    for number in range(51):
        member_of(council.teams["Roofs"], name=f"Person {number:02d}")
    work_out(council.organisation.id)
    lead = StrictClient(app).sign_in(council.lead)
    page = lead.get(f"/coverage/core/people?team={council.teams['Housing'].id}")
    assert "51 people are overdue" in page.words
    first = [row[0] for row in table(page)]
    page = lead.get(page.link("Next page"))
    assert f"team={council.teams['Housing'].id}" in page.link("Previous page")
    every = [*first, *(row[0] for row in table(page))]
    assert every == [row["name"] for row in rows(lead, page.link("Download all"))]
    assert Counter(every) == Counter(f"Person {number:02d}" for number in range(51))


def test_a_removed_persons_past_is_counted_without_a_name(lead: StrictClient, council: Council) -> None:
    person = member_of(council.teams["Office"], name="Gone Person", starts_on=date(2026, 1, 5))
    work_out(council.organisation.id)
    with writing():
        person.name, person.is_active = "", False
    assert "Removed" in {row[0] for row in table(lead.get("/coverage/core/people"))}
