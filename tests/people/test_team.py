"""My team as its manager sees it on 16 November 2026."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Absence, Exemption, Person, Posting, Team
from tests.client import Page, StrictClient
from tests.factories import PostingFactory, TeamFactory, complete, member_of, put_in_force, work_out
from tests.journeys import HALF_RIGHT, sit

pytestmark = pytest.mark.usefixtures("now", "published")

TWO = """programme: Training
requirements:
  core: {title: Core, who: everyone, course: short, due: 30 days after joining}
  managing: {title: For managers, who: {manages: yes}, course: short, due: 10 days after joining}
"""
BOUND_OR_NOT = """programme: Training
courses: {day: {title: A day, level: 2, valid for: no end}}
requirements:
  core: {title: Core, who: everyone, course: short, due: 30 days after joining}
  then: {title: Then, who: {customer-facing: yes}, course: day, after: core}
"""
ALIKE = ("Sam Spared", "Gus Gone", "Wim Waits", "Fay Free")
OF_EACH_STRENGTH = """programme: Training
courses: {day: {title: A day, level: 2, valid for: no end}}
requirements:
  core: {title: Core, who: everyone, course: short, due: 30 days after joining}
  then: {title: Then, who: everyone, course: day, after: core}
  extra: {title: Extra, who: everyone, course: day, strength: recommended}
  more: {title: More, who: everyone, course: day, strength: available}
"""


def seen_by(client: StrictClient, person: Person, path: str = "/team") -> Page:
    """The page once everybody's assignments are worked out, whom factories have put straight into the database."""
    work_out(person.organisation_id)
    return client.sign_in(person).get(path)


def shown(page: Page, column: int = 1) -> dict[str, str]:
    """What the matrix says of each person in a column."""
    found = {}
    for row in page.document.xpath("//table[contains(@class, 'waymark-team')]/tbody/tr"):
        name = row.xpath("string(th/a)")
        assert name not in found, f"{name} is there twice"
        found[name] = " ".join(" ".join(row.xpath(f"td[{column}]//text()")).split())
    return found


def columns(page: Page) -> list[str]:
    """The trainings that the matrix has columns for."""
    return [
        each.text_content() for each in page.document.xpath("//table[contains(@class, 'waymark-team')]//thead//th")[1:]
    ]


def below(team: Team, name: str) -> Team:
    made: Team = TeamFactory(organisation_id=team.organisation_id, parent_id=team.id, name=name)
    return made


def away(person: Person, starts_on: date = date(2026, 11, 1), ends_on: date | None = None) -> None:
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=starts_on, ends_on=ends_on))


def exempt(person: Person, requirement: str = "short", by: Person | None = None) -> None:
    with writing():
        made_by_id = (by or person).id
        facts = {"requirement": requirement, "starts_on": date(2026, 2, 1), "made_by_id": made_by_id}
        db.session.add(Exemption(person_id=person.id, **facts))


def test_where_everybody_stands(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(team, name="Due", starts_on=date(2026, 11, 1))
    member_of(team, name="Overdue", starts_on=date(2026, 10, 1))
    complete(member_of(team, name="Ran out"), date(2025, 10, 1), valid_until=date(2026, 10, 1))
    complete(member_of(team, name="Renews"), date(2025, 12, 1), valid_until=date(2026, 12, 1))
    away(member_of(team, name="Zoe Away"))
    page = seen_by(client, manager)
    assert list(shown(page).items()) == [
        ("Overdue", "Overdue due since 31 Oct 2026"),
        ("Ran out", "Overdue done 1 Oct 2025, due again since 1 Oct 2026"),
        ("Due", "Not yet done due 1 Dec 2026"),
        ("Renews", "Renew now done 1 Dec 2025, due again by 1 Dec 2026"),
        ("Mani Manager", "In date done 2 Nov 2026, due again by 2 Nov 2027"),
        ("Zoe Away", "Nothing to do now"),
    ]
    assert (
        "5 of 6 people are asked for training. 2 of 5 are in date. 2 overdue, "
        "2 with something due in the next 30 days." in page.words
    )


def test_what_waits_and_what_is_only_suggested(client: StrictClient, team: Team, manager: Person) -> None:
    put_in_force(team.organisation_id, OF_EACH_STRENGTH)
    member_of(team, name="New", starts_on=date(2026, 11, 1))
    page = seen_by(client, manager)
    assert [shown(page, column)["New"] for column in range(1, 5)] == [
        "Not yet done due 1 Dec 2026",
        "Nothing to do now",
        "Recommended",
        "Available",
    ]


def test_nobody_can_tell_who_is_exempt(client: StrictClient, team: Team, manager: Person) -> None:
    """On the page and in the file, they are as those of whom it was never asked."""
    put_in_force(team.organisation_id, TWO)
    spared, other = (member_of(team, name=name) for name in ("Sam Spared", "Olu Other"))
    for person in (manager, spared, other):
        complete(person)
    exempt(manager, "managing", by=spared)
    page = seen_by(client, manager)
    assert columns(page) == ["Core"]
    assert "Not shown: For managers – nobody here is asked now." in page.words
    rows = [row for row in of_file(client, page) if row["requirement"] == "For managers"]
    assert {tuple(row.values())[2:] for row in rows} == {("For managers", "mandatory", "nothing-now", "", "")}
    assert "xempt" not in page.text
    assert set(shown(client.get("/team?requirement=managing"))) == set()
    assert len(shown(client.get("/team?requirement=managing&state=nothing-now"))) == 3
    numbers = page.document.xpath("//table[not(contains(@class, 'waymark-team'))]/tbody/tr")
    assert [row.xpath("string(th)") for row in numbers] == ["Core"]


def test_exempt_away_waiting_and_not_bound_cannot_be_told_apart(
    client: StrictClient, team: Team, manager: Person
) -> None:
    """Whatever is asked for: the same words, the same codes, found by the same filters."""
    put_in_force(team.organisation_id, BOUND_OR_NOT)
    spared, gone, waits, free, open_ = (member_of(team, name=name) for name in (*ALIKE, "Olu Open"))
    exempt(spared, "then", by=manager)
    away(gone)
    for person in (spared, free, open_):
        complete(person)
    bound = member_of(team, name="Bo Bound")
    complete(bound)
    with writing():
        for person in (spared, gone, waits, bound):
            db.session.execute(update(Posting).where(Posting.person_id == person.id).values(is_customer_facing=True))
    page = seen_by(client, manager, "/team?requirement=then&state=nothing-now")
    assert {*ALIKE} <= set(shown(page))
    assert set(shown(page).values()) == {"Nothing to do now"}
    assert {(row["state"], row["due_on"], row["done_on"]) for row in of_file(client, page)} == {("nothing-now", "", "")}
    assert set(shown(client.get("/team?requirement=then"))) == {"Bo Bound"}
    for state in ("paused", "waiting", "exempt", "not-asked"):
        assert set(shown(client.get(f"/team?state={state}"))) == set(shown(client.get("/team")))
    assert "“Not asked”" not in page.text
    assert "Away" not in [each.text for each in page.document.xpath("//option")]


def of_file(client: StrictClient, page: Page) -> list[dict[str, str]]:
    file = client.fetch(page.link("Download")).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(file)))


def test_many_people_are_turned_page_by_page(client: StrictClient, team: Team, manager: Person) -> None:
    for n in range(60):
        member_of(team, name=f"Person {n:02}", starts_on=date(2026, 10, 1))
    first = seen_by(client, manager, "/team?state=overdue")
    second = client.get(first.link("Next page"))
    assert [len(shown(page)) for page in (first, second)] == [50, 10]
    assert [*shown(first), *shown(second)] == [f"Person {n:02}" for n in range(60)]
    assert second.path == "/team"
    assert [row["name"] for row in of_file(client, second)] == [*shown(first), *shown(second)]
    assert "60 overdue" in second.words


def test_who_is_asked_for_nothing_is_neither_in_date_nor_overdue(client: StrictClient) -> None:
    """The one module is asked of managers alone, and recommended to everyone."""
    team = TeamFactory()
    source = TWO.replace("days after joining}", "days after joining, strength: recommended}", 1)
    member_of(team, name="Not Asked")
    complete(member_of(team, name="Did It Anyway"))
    manager = member_of(team, name="Mani Manager", manages=True)
    put_in_force(team.organisation_id, source)
    page = seen_by(client, manager)
    assert "1 of 3 people are asked for training. 0 of 1 are in date. 1 overdue," in page.words
    assert set(shown(client.get("/team?state=overdue"))) == {"Mani Manager"}


def test_where_nothing_is_asked_nobody_is_counted(client: StrictClient) -> None:
    page = client.sign_in(member_of(TeamFactory(), manages=True)).get("/team")
    assert "Nobody in your teams has to do training now." in page.words
    assert "in date. " not in page.words


def test_a_manager_sees_the_teams_below_and_no_others(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(below(below(team, "Roofs"), "Tiles"), name="Deep Down")
    member_of(TeamFactory(organisation_id=team.organisation_id), name="Elsewhere")
    assert set(shown(seen_by(client, manager))) == {"Mani Manager", "Deep Down"}


def test_a_manager_of_a_lower_team_does_not_see_upwards(client: StrictClient, team: Team, manager: Person) -> None:
    deputy = member_of(below(team, "Roofs"), name="Dee Deputy", manages=True)
    assert set(shown(seen_by(client, deputy))) == {"Dee Deputy"}


def test_several_managers_see_the_same(app: Flask, team: Team, manager: Person) -> None:
    second = member_of(team, name="Sam Second", manages=True)
    pages = [shown(seen_by(StrictClient(app), person)) for person in (manager, second)]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 2


def test_who_holds_two_postings_counts_once(client: StrictClient, team: Team, manager: Person) -> None:
    person = member_of(team, name="Two Hats")
    PostingFactory(person_id=person.id, team_id=below(team, "Roofs").id)
    page = seen_by(client, manager)
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
        db.session.execute(update(Posting).where(Posting.person_id == person.id).values(ends_on=ends_on))
    assert ("Pat Posted" in shown(seen_by(client, manager))) == there


def test_who_has_left_is_not_shown(client: StrictClient, team: Team, manager: Person) -> None:
    member_of(team, name="Gone", is_active=False)
    assert "Gone" not in seen_by(client, manager).words


def test_who_manages_elsewhere_is_asked_what_managers_are_asked(
    client: StrictClient, team: Team, manager: Person
) -> None:
    put_in_force(team.organisation_id, TWO)
    person = member_of(team, name="Two Hats", starts_on=date(2026, 11, 1))
    other = TeamFactory(organisation_id=team.organisation_id)
    PostingFactory(person_id=person.id, team_id=other.id, manages=True, starts_on=date(2026, 11, 1))
    assert shown(seen_by(client, manager), 2)["Two Hats"] == "Overdue due since 11 Nov 2026"


def test_answers_and_failed_tries_are_not_there(client: StrictClient, app: Flask, team: Team, manager: Person) -> None:
    sit(StrictClient(app).sign_in(member_of(team, name="Tried Hard", starts_on=date(2026, 11, 1))), HALF_RIGHT)
    page = seen_by(client, manager)
    assert shown(page)["Tried Hard"] == "Not yet done due 1 Dec 2026"
    assert "2 of 4" not in page.text
    assert "attempt" not in page.text


def test_a_team_in_numbers(client: StrictClient, team: Team, manager: Person) -> None:
    for n in range(5):
        member_of(team, name=f"Late {n}", starts_on=date(2026, 10, 1))
    member_of(team, name="New", starts_on=date(2026, 11, 1))
    away(member_of(team, name="Away"))
    page = seen_by(client, manager, "/team?q=nobody")
    row = page.document.xpath("//table[not(contains(@class, 'waymark-team'))]/tbody/tr")[0]
    assert [" ".join(cell.text_content().split()) for cell in row] == ["Core", "1 of 7 (14 %)", "1", "5"]


def test_a_lead_who_manages_nobody_has_no_team_page(client: StrictClient, team: Team) -> None:
    client.sign_in(member_of(team, is_lead=True)).fetch("/team", expect=403)


def test_a_lead_who_manages_sees_their_own_team_only(client: StrictClient, team: Team) -> None:
    member_of(TeamFactory(organisation_id=team.organisation_id), name="Elsewhere")
    lead = member_of(team, name="Lee Lead", is_lead=True, manages=True)
    assert set(shown(seen_by(client, lead))) == {"Lee Lead"}
