"""What a programme asks, as its learner reads it on My training on 16 November 2026."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import Absence, Exemption, Person, Team
from tests.client import Page, StrictClient
from tests.factories import PostingFactory, TeamFactory, complete, member_of, put_in_force, session_by
from tests.learning.test_training import card

pytestmark = pytest.mark.usefixtures("now", "published")

DAY = "courses: {a-day: {title: A day together, level: 2, valid for: no end}}\n"


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory(name="Repairs")
    return made


@pytest.fixture
def person(team: Team) -> Person:
    return member_of(team, starts_on=date(2026, 11, 2))


def asks(person: Person, *requirements: str) -> None:
    """Each as the flow of its YAML: `key: {title: …}`."""
    lines = "".join(f"  {each}\n" for each in requirements)
    put_in_force(person.organisation_id, f"programme: Training\n{DAY}requirements:\n{lines}")


def training(client: StrictClient, person: Person) -> Page:
    return client.sign_in(person).get("/training")


def under(page: Page, heading: str) -> list[str]:
    """The texts of the list below a heading."""
    found = page.document.xpath(f"//h2[normalize-space()='{heading}']/following-sibling::*[1][self::ul]/li")
    return [" ".join(" ".join(each.itertext()).split()) for each in found]


CORE = "core: {title: Core, who: everyone, course: short}"


def test_a_course_elsewhere_says_what_to_do(client: StrictClient, person: Person) -> None:
    asks(person, "day: {title: Day, who: {team: Repairs}, course: a-day}")
    page = training(client, person)
    assert card(page) == (
        "Do this next A day together due on 2 December 2026 This is not done here. Your training team books it and "
        "tells you when. You are asked because you are in Repairs (since 2 November 2026), and you have not done it "
        "yet. It counts for “Day”. Add to my calendar as “Training due”: A day together"
    )


def test_who_is_on_the_list_of_a_session_reads_when_it_is(client: StrictClient, person: Person) -> None:
    asks(person, "day: {title: Day, who: everyone, course: a-day}")
    session_by(person, person, course="a-day", course_title="A day together", held_on=date(2026, 12, 1), attended=None)
    told = card(training(client, person))
    assert "You are on the list for 1 December 2026, Town Hall." in told
    assert "books it" not in told


def test_one_of_two_will_do(client: StrictClient, person: Person) -> None:
    asks(person, "core: {title: Core, who: everyone, any of: [a-day, {course: short, by: e-learning}]}")
    page = training(client, person)
    assert card(page).startswith("Do this next Short module About 6 minutes")
    assert "One of these will do: A day together, or Short module by e-learning." in card(page)
    assert page.link("Start") == "/modules/short"


def test_what_counts_only_in_person_is_not_started_here(client: StrictClient, person: Person) -> None:
    asks(person, "core: {title: Core, who: everyone, course: {course: short, by: [in person, webinar]}}")
    told = card(training(client, person))
    assert told.startswith("Do this next Short module in person or by webinar due on")
    assert "Start" not in told


def test_each_of_several_is_a_thing_to_do(client: StrictClient, person: Person) -> None:
    asks(person, "both: {title: Both, who: everyone, all of: [short, a-day]}")
    page = training(client, person)
    assert card(page).startswith("Do this next Short module")
    assert [each.split(" due")[0] for each in under(page, "Also to do")] == ["A day together"]
    complete(person)
    assert card(client.get("/training")).startswith("Do this next A day together")


def test_what_waits_comes_later_and_is_not_offered(client: StrictClient, person: Person) -> None:
    asks(
        person,
        "day: {title: Day, who: everyone, course: a-day}",
        "core: {title: Core, who: everyone, course: short, after: day}",
    )
    page = training(client, person)
    assert card(page).startswith("Do this next A day together")
    assert [each.split(" You are")[0] for each in under(page, "Later")] == ["Core"]
    assert "Day comes first." in page.words
    assert "Also open to you" not in page.words


def test_what_is_in_date_comes_later_with_its_days(client: StrictClient, person: Person) -> None:
    asks(person, "core: {title: Core, who: everyone, course: short, renew: every 12 months}")
    complete(person)
    page = training(client, person)
    assert card(page).startswith("You are up to date")
    (later,) = under(page, "Later")
    assert later.startswith("Core In date until 2 November 2027. You can do it again from 2 August 2027. You are asked")
    because = later.removesuffix(" Add to my calendar as “Training due” : Core")
    assert because.endswith("and your last Short module was on 2 November 2026.")


def test_recommended_and_available_are_never_overdue(client: StrictClient, team: Team) -> None:
    person = member_of(team, starts_on=date(2025, 1, 6))
    asks(
        person,
        "core: {title: Core, who: everyone, course: short, strength: recommended}",
        "day: {title: Day, who: everyone, course: a-day, strength: available}",
    )
    page = training(client, person)
    assert card(page).startswith("You are up to date")
    assert "overdue" not in page.words.casefold()
    assert [each.split(" About")[0] for each in under(page, "Recommended to you")] == ["Short module"]
    assert [each.split(" This")[0] for each in under(page, "Also open to you")] == ["A day together"]


def test_one_thing_that_does_two_is_one_card(client: StrictClient, person: Person) -> None:
    asks(person, CORE, "more: {title: More of it, who: everyone, course: short, due: 60 days after joining}")
    page = training(client, person)
    assert "due on 2 December 2026" in card(page)
    assert "It counts for “More of it” too." in card(page)
    assert not under(page, "Also to do")


def test_what_the_core_restarts_is_not_asked_beside_it(client: StrictClient, team: Team) -> None:
    person = member_of(team, starts_on=date(2023, 1, 9))
    asks(
        person,
        "core: {title: Core, who: everyone, course: short, renew: every 36 months}",
        "yearly: {title: Refresher, who: everyone, course: a-day, renew: every 12 months, restarted by: core}",
    )
    complete(person, date(2023, 12, 1), valid_until=None)
    complete(person, date(2025, 12, 5), course="a-day", title="A day together", valid_until=None)
    page = training(client, person)
    assert "renew by 1 December 2026" in card(page)
    assert "It counts for “Refresher” too." in card(page)
    assert not under(page, "Also to do")


def absent(person: Person, **facts: Any) -> None:
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=date(2026, 11, 4), **facts))


def test_days_away_put_it_off(client: StrictClient, person: Person) -> None:
    asks(person, CORE)
    absent(person, ends_on=date(2026, 11, 15))
    told = card(training(client, person))
    assert "due on 14 December 2026" in told
    assert "Due 12 days later than usual." in told


def test_who_is_away_has_nothing_due(client: StrictClient, team: Team) -> None:
    person = member_of(team, starts_on=date(2026, 10, 30))
    asks(person, CORE)
    absent(person)
    page = training(client, person)
    assert card(page).startswith("You are up to date")
    assert "You are away. Nothing is due until you are back." in page.words


def test_of_an_exemption_there_is_no_trace(client: StrictClient, person: Person) -> None:
    asks(person, CORE)
    facts = {"requirement": "core", "starts_on": date(2026, 11, 2), "made_by_id": person.id}
    with writing():
        db.session.add(Exemption(person_id=person.id, **facts))
    page = training(client, person)
    assert card(page).startswith("You are up to date")
    assert "xempt" not in page.text
    assert "Core" not in page.words
    with writing():
        db.session.query(Exemption).update({"route": "a-day"})
    assert card(client.get("/training")).startswith("Do this next A day together due on 2 December 2026")


def test_of_two_postings_the_one_that_binds_is_named(client: StrictClient, person: Person, team: Team) -> None:
    second = TeamFactory(organisation_id=team.organisation_id, name="Lettings")
    PostingFactory(person_id=person.id, team_id=second.id, starts_on=date(2026, 11, 9))
    asks(person, "core: {title: Core, who: {team: Lettings}, course: short}")
    assert "because you are in Lettings (since 9 November 2026)" in card(training(client, person))


def test_a_card_says_what_the_reminder_calls_it(client: StrictClient, person: Person) -> None:
    """By the requirement's title, where the course is called otherwise; all that one module does, on its card."""
    asks(person, "core: {title: Level 1 for everyone, who: everyone, any of: [a-day, {course: short, by: e-learning}]}")
    assert "It counts for “Level 1 for everyone”." in card(training(client, person))
    asks(person, "core: {title: short  MODULE, who: everyone, course: short}")
    assert "It counts for" not in card(client.get("/training"))
