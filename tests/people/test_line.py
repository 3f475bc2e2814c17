"""Whose line manager somebody is, they see like the people of their teams: everywhere, and on the day only."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Person, Posting, Team
from tests.client import StrictClient
from tests.factories import PostingFactory, TeamFactory, complete, member_of
from tests.people.test_team import seen_by, shown

pytestmark = pytest.mark.usefixtures("now", "published")


@pytest.fixture
def boss(team: Team) -> Person:
    """Somebody who manages no team."""
    return member_of(team, name="Lin Manager")


def reports_to(manager: Person, name: str, team: Team | None = None, **spell: date) -> Person:
    person = member_of(team or TeamFactory(organisation_id=manager.organisation_id, name=f"Team of {name}"), name=name)
    with writing():
        mine = update(Posting).where(Posting.person_id == person.id)
        db.session.execute(mine.values(line_manager_id=manager.id, **spell))
    return person


def test_who_is_nobodys_line_manager_has_no_team_page(client: StrictClient, boss: Person) -> None:
    client.sign_in(boss).fetch("/team", expect=403)


def test_a_line_manager_sees_their_line_and_nobody_beside_it(client: StrictClient, boss: Person) -> None:
    first = reports_to(boss, "First")
    reports_to(reports_to(first, "Second"), "Third")
    reports_to(member_of(TeamFactory(organisation_id=boss.organisation_id), name="Other"), "Not Mine")
    page = seen_by(client, boss)
    assert set(shown(page)) == {"First", "Second", "Third"}
    assert "Team of Third" in page.words


def test_those_of_a_line_are_in_the_log_and_among_people(client: StrictClient, boss: Person, team: Team) -> None:
    report, stranger = reports_to(boss, "Ray Report"), member_of(team, name="Sid Stranger")
    for person in (report, stranger):
        complete(person)
    client.sign_in(boss)
    for path in ("/log", "/log.csv", "/people"):
        told = client.fetch(path).get_data(as_text=True)
        assert "Ray Report" in told
        assert "Sid Stranger" not in told
    client.get(f"/people/{report.id}")
    client.get(f"/people/{stranger.id}", expect=404)
    client.get("/log/1")
    client.get("/log/2", expect=404)


def test_two_who_are_each_others_line_managers_end_it(client: StrictClient, boss: Person) -> None:
    first = reports_to(boss, "First")
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == boss.id).values(line_manager_id=first.id))
    assert set(shown(seen_by(client, boss))) == {"First", "Lin Manager"}


@pytest.mark.parametrize(
    "spell", [{"ends_on": date(2026, 11, 15)}, {"starts_on": date(2026, 11, 17)}], ids=["over", "to come"]
)
def test_a_line_counts_on_the_day(spell: dict[str, date], client: StrictClient, boss: Person) -> None:
    reports_to(boss, "Now")
    past = reports_to(boss, "Not Now", **spell)
    complete(past)
    assert set(shown(seen_by(client, boss))) == {"Now"}
    assert "Not Now" not in client.get("/log").words
    client.get(f"/people/{past.id}", expect=404)


def test_a_team_and_a_line_are_seen_together_and_nobody_twice(client: StrictClient, team: Team) -> None:
    manager = member_of(team, name="Mani Manager", manages=True)
    both = reports_to(manager, "In Both", team)
    PostingFactory(person_id=both.id, team_id=TeamFactory(organisation_id=team.organisation_id, name="Second").id)
    reports_to(manager, "Line Only")
    member_of(team, name="Team Only")
    page = seen_by(client, manager)
    assert set(shown(page)) == {"Mani Manager", "In Both", "Line Only", "Team Only"}
    assert "4 people" in page.words


def test_a_team_of_the_line_can_be_asked_for(client: StrictClient, boss: Person) -> None:
    wanted = reports_to(boss, "Wanted")
    reports_to(boss, "Other")
    team_id = db.session.query(Posting).filter_by(person_id=wanted.id).one().team_id
    for path in ("/team", "/people"):
        page = client.sign_in(boss).get(f"{path}?team={team_id}")
        assert "Wanted" in page.document.xpath("string(//tbody)")
        assert "Other" not in page.document.xpath("string(//tbody)")


def test_nobody_of_another_organisation_is_in_a_line(client: StrictClient, boss: Person) -> None:
    reports_to(boss, "Near")
    complete(reports_to(boss, "Far", TeamFactory()))
    assert set(shown(seen_by(client, boss))) == {"Near"}
    assert "Far" not in client.get("/log").words


def test_who_is_in_a_line_learns_that_the_list_was_seen(app: Flask, boss: Person, team: Team) -> None:
    report = reports_to(reports_to(boss, "Between"), "Report")
    other = member_of(team, name="Other")
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == other.id).values(line_manager_id=report.id))
    after = reports_to(boss, "Not Yet", starts_on=date(2026, 11, 17))
    stranger = member_of(TeamFactory(organisation_id=team.organisation_id), name="Stranger")
    StrictClient(app).sign_in(boss).get("/team")
    seen = {
        person.name: "Saw a list" in StrictClient(app).sign_in(person).get("/account/looks").words
        for person in (report, other, after, stranger)
    }
    assert seen == {"Report": True, "Other": True, "Not Yet": False, "Stranger": False}
