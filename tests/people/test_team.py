"""My team as its manager sees it on 16 November 2026."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Module, Person, Posting, Team
from tests.client import Page, StrictClient
from tests.factories import PostingFactory, RequirementFactory, TeamFactory, complete, member_of
from tests.journeys import HALF_RIGHT, sit

pytestmark = pytest.mark.usefixtures("now", "published")


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory(name="Repairs")
    module_id = db.session.scalar(select(Module.id))
    RequirementFactory(organisation_id=made.organisation_id, module_id=module_id)
    return made


@pytest.fixture
def manager(team: Team) -> Person:
    person = member_of(team, name="Mani Manager", manages=True)
    complete(person)
    return person


def shown(page: Page) -> dict[str, str]:
    """What the table says of each person."""
    found = {}
    for row in page.document.xpath("//tbody/tr"):
        name = row.xpath("string(th/a)")
        assert name not in found, f"{name} is there twice"
        found[name] = " ".join(" ".join(row.xpath("td[1]//text()")).split())
    return found


def below(team: Team, name: str) -> Team:
    made: Team = TeamFactory(organisation_id=team.organisation_id, parent_id=team.id, name=name)
    return made


def test_where_everybody_stands(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(team, name="Due", starts_on=date(2026, 11, 1))
    member_of(team, name="Overdue", starts_on=date(2026, 10, 1))
    complete(member_of(team, name="Ran out"), date(2025, 10, 1), valid_until=date(2026, 10, 1))
    complete(member_of(team, name="Renews"), date(2025, 12, 1), valid_until=date(2026, 12, 1))
    page = client.sign_in(manager).get("/team")
    assert shown(page) == {
        "Overdue": "Was due 31 Oct 2026",
        "Ran out": "Done 1 Oct 2025 Ran out 1 Oct 2026",
        "Due": "Due 1 Dec 2026",
        "Renews": "Done 1 Dec 2025 Renew by 1 Dec 2026",
        "Mani Manager": "Done 2 Nov 2026 valid until 2 Nov 2027",
    }
    assert "2 of 5 are in date. 2 overdue, 2 due in the next 30 days." in page.words


def test_who_is_asked_for_nothing_is_neither_in_date_nor_overdue(client: StrictClient) -> None:
    """The one module is asked of managers alone, and recommended to everyone."""
    team = TeamFactory()
    module_id = db.session.scalar(select(Module.id))
    asked = {"organisation_id": team.organisation_id, "module_id": module_id}
    RequirementFactory(**asked, audience="managers")
    RequirementFactory(**asked, is_mandatory=False)
    member_of(team, name="Not Asked")
    complete(member_of(team, name="Did It Anyway"))
    page = client.sign_in(member_of(team, name="Mani Manager", manages=True)).get("/team")
    assert "1 of 3 people are asked for training. 0 of 1 are in date. 1 overdue," in page.words
    assert set(shown(client.get("/team?show=in-date"))) == set()
    assert set(shown(client.get("/team?show=overdue"))) == {"Mani Manager"}


def test_where_nothing_is_asked_nobody_is_counted(client: StrictClient) -> None:
    page = client.sign_in(member_of(TeamFactory(), manages=True)).get("/team")
    assert "Nobody in your teams is asked for training yet." in page.words
    assert "in date. " not in page.words


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("all", {"Due", "Overdue", "Mani Manager"}),
        ("overdue", {"Overdue"}),
        ("soon", {"Due"}),
        ("in-date", {"Mani Manager"}),
        ("", {"Due", "Overdue", "Mani Manager"}),
        ("nonsense", {"Due", "Overdue", "Mani Manager"}),
    ],
)
def test_whom_to_show(show: str, names: set[str], client: StrictClient, team: Team, manager: Person) -> None:
    """On the page and in the file alike."""
    member_of(team, name="Due", starts_on=date(2026, 11, 1))
    member_of(team, name="Overdue", starts_on=date(2026, 10, 1))
    page = client.sign_in(manager).get(f"/team?show={show}")
    assert set(shown(page)) == names
    file = client.fetch(page.link("Download")).get_data(as_text=True).removeprefix("\ufeff")
    assert [row["name"] for row in csv.DictReader(io.StringIO(file))] == list(shown(page))


def test_a_manager_sees_the_teams_below_and_no_others(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(below(below(team, "Roofs"), "Tiles"), name="Deep Down")
    member_of(TeamFactory(organisation_id=team.organisation_id), name="Elsewhere")
    assert set(shown(client.sign_in(manager).get("/team"))) == {"Mani Manager", "Deep Down"}


def test_a_manager_of_a_lower_team_does_not_see_upwards(client: StrictClient, team: Team, manager: Person) -> None:
    deputy = member_of(below(team, "Roofs"), name="Dee Deputy", manages=True)
    assert set(shown(client.sign_in(deputy).get("/team"))) == {"Dee Deputy"}


def test_several_managers_see_the_same(app: Flask, team: Team, manager: Person) -> None:
    second = member_of(team, name="Sam Second", manages=True)
    pages = [shown(StrictClient(app).sign_in(person).get("/team")) for person in (manager, second)]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 2


def test_who_holds_two_postings_counts_once(client: StrictClient, team: Team, manager: Person) -> None:
    person = member_of(team, name="Two Hats")
    PostingFactory(person_id=person.id, team_id=below(team, "Roofs").id)
    page = client.sign_in(manager).get("/team")
    assert "Two Hats" in shown(page)
    assert "Repairs, Roofs" in page.words
    assert "1 of 2 are in date" in page.words


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "there"),
    [
        (date(2026, 1, 1), date(2026, 11, 15), False),
        (date(2026, 1, 1), date(2026, 11, 16), True),
        (date(2026, 11, 16), None, True),
        (date(2026, 11, 17), None, False),
    ],
)
def test_a_posting_counts_from_its_first_day_to_its_last(
    starts_on: date, ends_on: date | None, there: bool, client: StrictClient, team: Team, manager: Person
) -> None:
    person = member_of(team, name="Pat Posted", starts_on=starts_on)
    with writing():
        db.session.query(Posting).filter_by(person_id=person.id).update({"ends_on": ends_on})
    assert ("Pat Posted" in shown(client.sign_in(manager).get("/team"))) == there


def test_who_has_left_is_not_shown(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(team, name="Gone", is_active=False)
    assert "Gone" not in client.sign_in(manager).get("/team").words


def test_two_requirements_for_one_module_are_one_column(client: StrictClient, team: Team) -> None:
    module_id = db.session.scalar(select(Module.id))
    RequirementFactory(organisation_id=team.organisation_id, module_id=module_id, audience="managers", within_days=10)
    member_of(team, name="Member", starts_on=date(2026, 11, 1))
    manager = member_of(team, name="Manager", manages=True, starts_on=date(2026, 11, 1))
    page = client.sign_in(manager).get("/team")
    assert shown(page) == {"Member": "Due 1 Dec 2026", "Manager": "Was due 11 Nov 2026"}
    assert len(page.document.xpath("//thead//th")) == 2


def test_who_manages_elsewhere_is_asked_what_managers_are_asked(
    client: StrictClient, team: Team, manager: Person
) -> None:
    module_id = db.session.scalar(select(Module.id))
    RequirementFactory(organisation_id=team.organisation_id, module_id=module_id, audience="managers", within_days=1)
    person = member_of(team, name="Two Hats", starts_on=date(2026, 11, 1))
    other = TeamFactory(organisation_id=team.organisation_id)
    PostingFactory(person_id=person.id, team_id=other.id, manages=True, starts_on=date(2026, 11, 1))
    assert shown(client.sign_in(manager).get("/team"))["Two Hats"] == "Was due 2 Nov 2026"


def test_answers_and_failed_tries_are_not_there(client: StrictClient, app: Flask, team: Team, manager: Person) -> None:
    sit(StrictClient(app).sign_in(member_of(team, name="Tried Hard", starts_on=date(2026, 11, 1))), HALF_RIGHT)
    page = client.sign_in(manager).get("/team")
    assert shown(page)["Tried Hard"] == "Due 1 Dec 2026"
    assert "2 of 4" not in page.text
    assert "attempt" not in page.text


def test_a_manager_of_nobody_is_told_whom_to_ask(client: StrictClient, team: Team) -> None:
    manager = member_of(team, manages=True)
    page = client.sign_in(manager).get("/team?show=in-date")
    assert "Nobody, just now." in page.words


def test_a_lead_who_manages_nobody_has_no_team_page(client: StrictClient, team: Team) -> None:
    client.sign_in(member_of(team, is_lead=True)).fetch("/team", expect=403)


def test_a_lead_who_manages_sees_their_own_team_only(client: StrictClient, team: Team) -> None:
    member_of(TeamFactory(organisation_id=team.organisation_id), name="Elsewhere")
    lead = member_of(team, name="Lee Lead", is_lead=True, manages=True)
    assert set(shown(client.sign_in(lead).get("/team"))) == {"Lee Lead"}
