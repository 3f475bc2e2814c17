"""What a training lead reads on the pages of coverage."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import AssignmentRefresh, RecordView
from tests.client import StrictClient
from tests.coverage.council import TODAY, Council, make_council, table
from tests.factories import complete, member_of, work_out


def test_the_widest_gap_comes_first_and_is_said(lead: StrictClient, council: Council) -> None:
    for number in range(4):
        person = member_of(council.teams["Repairs"])
        complete(person, date(2026, 1, 20) if number else date(2026, 11, 2))
        if number == 0:
            complete(person, date(2026, 11, 3), course="practice", valid_until=None)
    work_out(council.organisation.id)
    page = lead.get("/coverage")
    assert page.words.startswith(
        "Coverage The widest gap is Practice for repairs: 1 of 4 bound today are in date. "
        "Somebody is overdue in 2 requirements of 2."
    )
    assert [row[0] for row in table(page, "What must be done")] == ["Practice for repairs", "Basics for everyone"]
    assert [row[0] for row in table(page, "Recommended or available")] == ["A talk at lunch"]
    bars = page.document.xpath("//svg[contains(@class, 'waymark-bar')]")
    assert {bar.get("aria-hidden") for bar in bars} == {"true"}
    assert [rect.get("width") for rect in bars[0].xpath("rect")] == ["100", "25.0", "75.0"]


def test_everybody_is_in_date(lead: StrictClient, council: Council) -> None:
    complete(council.lead)
    work_out(council.organisation.id)
    assert "Everybody who is bound is in date." in lead.get("/coverage").words
    assert table(lead.get("/coverage"), "What must")[-1][1] == "Nobody is bound"
    assert "This binds nobody here." in lead.get("/coverage/practical").words


def test_without_a_programme_it_leads_to_one(app: Flask, now: object) -> None:
    council = make_council(programme=None)
    page = StrictClient(app).sign_in(council.lead).get("/coverage")
    assert "No programme is in force yet" in page.words
    assert page.link("Go to the programme") == "/programme"


@pytest.mark.parametrize("path", ["/coverage", "/coverage/core", "/coverage/core/people"])
@pytest.mark.parametrize("ending", ["", ".csv"])
@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-11-17", "Choose today or a day in the past: nobody knows yet how it will stand"),
        ("2026-13-01", "Enter a date such as 2026-03-27"),
        ("soon", "Enter a date such as 2026-03-27"),
        ("0001-01-01", "Check the year"),
    ],
)
def test_a_day_that_cannot_be_is_told_kindly(path: str, ending: str, on: str, told: str, lead: StrictClient) -> None:
    page = lead.get(f"{path}{ending}?on={on}", expect=400)
    assert told in page.words
    assert not page.document.xpath("//tbody")


@pytest.mark.parametrize(
    "query",
    ["team=999999", "team=x", "team=-1", f"team={'9' * 30}", "team=٣", "kind=king", "kind=Employee"],
)
def test_a_part_that_there_is_not(query: str, lead: StrictClient) -> None:
    for path in ("/coverage/core", "/coverage/core.csv", "/coverage/core/people", "/coverage/core/people.csv"):
        assert lead.fetch(f"{path}?{query}", expect=404)


@pytest.mark.parametrize("query", ["by=x", "show=x", "within=45", "role=Nobody%20here", f"role={'x' * 900}", "page=-1"])
def test_what_is_not_understood_does_no_harm(query: str, lead: StrictClient) -> None:
    lead.get(f"/coverage/core?{query}")
    lead.get(f"/coverage/core/people?{query}")


def test_another_organisation_sees_nothing_of_it(app: Flask, lead: StrictClient, council: Council) -> None:
    for _ in range(3):
        member_of(council.teams["Roofs"], name="Nobody Elses")
    work_out(council.organisation.id)
    other = make_council()
    work_out(other.organisation.id)
    stranger = StrictClient(app).sign_in(other.lead)
    assert table(stranger.get("/coverage"), "What must")[0][2] == "1"
    assert "Nobody Elses" not in stranger.fetch("/coverage/core/people.csv").get_data(as_text=True)
    stranger.fetch(f"/coverage/core/people?team={council.teams['Roofs'].id}", expect=404)
    no_programme = StrictClient(app).sign_in(make_council(programme=None).lead)
    no_programme.get("/coverage/core", expect=404)


def looks() -> list[tuple[str, object]]:
    found = db.session.execute(select(RecordView.what, RecordView.teams).order_by(RecordView.id)).all()
    db.session.rollback()
    return [(what, None if teams is None else set(json.loads(teams))) for what, teams in found]


def test_counts_are_not_a_look_and_lists_are(lead: StrictClient, council: Council) -> None:
    teams = council.teams
    for path in ("/coverage", "/coverage.csv", "/coverage/core?by=role", "/coverage/core.csv"):
        lead.fetch(path)
    assert looks() == []
    lead.get(f"/coverage/core/people?team={teams['Repairs'].id}")
    assert looks() == [("list", {teams["Repairs"].id, teams["Roofs"].id})]
    lead.fetch("/coverage/core/people.csv")
    assert looks()[1:] == [("file", None)]
    lead.get(f"/coverage/core/people?team={teams['Repairs'].id}&on=2026-11-16")
    lead.get("/coverage/core/people?role=nobody")
    assert looks()[2:] == [("list", None)]


def test_while_teams_may_be_out_of_date_everybody_was_looked_at(lead: StrictClient, council: Council) -> None:
    lead.get("/coverage")
    with writing():
        db.session.add(AssignmentRefresh(person_id=member_of(council.teams["Roofs"]).id, refresh_on=TODAY))
    lead.get(f"/coverage/core/people?team={council.teams['Office'].id}")
    assert looks() == [("list", None)]


def test_it_says_while_people_are_still_worked_out(lead: StrictClient, council: Council) -> None:
    lead.get("/coverage")
    people = [member_of(council.teams["Roofs"]) for _ in range(2)]
    with writing():
        db.session.add_all(AssignmentRefresh(person_id=each.id, refresh_on=TODAY) for each in people)
    told = "2 people’s due dates are being worked out again. The figures may still move."
    for path in ("/coverage", "/coverage/core", "/coverage/core/people"):
        assert told in lead.get(path).words
    work_out(council.organisation.id)
    assert "worked out again" not in lead.get("/coverage").words


def test_the_day_stays_in_every_address(lead: StrictClient, council: Council) -> None:
    page = lead.get("/coverage?on=2026-11-16")
    for step in ("Basics for everyone", "By role"):
        page = lead.get(page.link(step))
        assert page.form("Show").fields["on"] == ["2026-11-16"]
    assert "by=role" in page.link("Download")
    assert page.form("Show").fields["by"] == ["role"]
    assert page.link("See today") == "/coverage/core?by=role"


LINKS: dict[str, Callable[[StrictClient], str]] = {
    "overdue": lambda lead: lead.get("/coverage/core").link("Overdue: 1"),
    "sixty days": lambda lead: lead.get("/coverage/core").link("60 days"),
}


def test_the_lists_are_a_press_away(lead: StrictClient, council: Council) -> None:
    assert "Lee Lead" in lead.get(LINKS["overdue"](lead)).words
    page = lead.get(LINKS["sixty days"](lead))
    assert "0 people’s training runs out within 60 days." in page.words
    assert "Nobody, just now." in page.words
    assert page.link("90 days").endswith("show=expiring&within=90")
