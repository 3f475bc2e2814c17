"""My training in each of its states, on 16 November 2026."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.content.edition import Edition
from app.models import Person
from app.web.dates import long_date
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, ask, complete, member_of, put_in_force
from tests.journeys import begin, sit

pytestmark = pytest.mark.usefixtures("now", "published")


def training(client: StrictClient, person: Person) -> Page:
    return client.sign_in(person).get("/training")


def joined(day: date, **more: Any) -> Person:
    person = member_of(TeamFactory(), starts_on=day, **more)
    ask(person.organisation_id)
    return person


def card(page: Page) -> str:
    return " ".join(page.document.xpath("string(//section[contains(@class, 'waymark-next')])").split())


def test_nothing_is_asked(client: StrictClient, learner: Person) -> None:
    page = training(client, learner)
    assert card(page).startswith("You are up to date")
    assert "Also open to you" in page.words
    assert page.link("Short module") == "/modules/short"
    assert "Nothing yet." in page.words


@pytest.mark.parametrize(
    ("joined_on", "told"),
    [
        (date(2026, 11, 16), "due on 16 December 2026"),
        (date(2026, 10, 17), "due on 16 November 2026"),
        (date(2026, 10, 16), "was due on 15 November 2026"),
    ],
    ids=["due later", "due today", "overdue"],
)
def test_what_is_asked_and_not_done(joined_on: date, told: str, client: StrictClient) -> None:
    page = training(client, joined(joined_on))
    why = f"You are asked because you work here (since {long_date(joined_on)}), and you have not done it yet."
    calendar = "" if "16 November" in told or "was" in told else "Add to my calendar as “Training due”: Short module "
    assert card(page) == f"Do this next Short module About 6 minutes · {told} {why} {calendar}Start: Short module"
    assert page.link("Start") == "/modules/short"
    assert "Also open to you" not in page.words


@pytest.mark.parametrize(
    ("valid_until", "told"),
    [
        (date(2027, 2, 17), None),
        (date(2027, 2, 16), "renew by 16 February 2027"),
        (date(2026, 11, 16), "renew by 16 November 2026"),
        (date(2026, 11, 15), "was due again on 15 November 2026"),
        (None, None),
    ],
    ids=["not yet", "window opens", "last day", "ran out", "for good"],
)
def test_what_is_done_comes_back_when_it_can_be_renewed(
    valid_until: date | None, told: str | None, client: StrictClient
) -> None:
    person = joined(date(2025, 1, 5))
    complete(person, date(2026, 2, 1), valid_until=valid_until)
    page = training(client, person)
    assert card(page).startswith("You are up to date") if told is None else told in card(page)
    assert "Passed on 1 February 2026" in page.words


def test_done_training_has_its_certificate(client: StrictClient) -> None:
    person = joined(date(2026, 11, 1))
    certificate = complete(person)
    page = training(client, person)
    assert "Passed on 2 November 2026 · valid until 2 November 2027" in page.words
    assert page.link("Certificate") == f"/certificates/{certificate.number}"


def test_a_part_that_is_read_shows_on_the_card(client: StrictClient) -> None:
    page = client.sign_in(joined(date(2026, 11, 1))).get("/modules/short/lessons/first-part")
    client.press(page, "Continue")
    page = client.get("/training")
    assert "you have read 1 of 3" in card(page)
    assert client.press(page, "Continue").heading == "Second part"


def test_a_test_that_is_open_shows_on_the_card(client: StrictClient) -> None:
    begin(client.sign_in(joined(date(2026, 11, 1))))
    page = client.get("/training")
    assert page.link("Carry on with the test") == "/modules/short/quiz"
    assert client.press(client.get("/modules/short/quiz"), "Carry on with the test").heading == "Question 1 of 4"


def test_a_pass_turns_the_card_to_done(client: StrictClient) -> None:
    sit(client.sign_in(joined(date(2026, 11, 1))))
    page = client.get("/training")
    assert card(page).startswith("You are up to date")
    assert "Passed on 16 November 2026 · valid until 16 November 2027" in page.words


def test_what_is_for_managers_is_not_asked_of_others(client: StrictClient, app: Flask) -> None:
    team = TeamFactory()
    manager, other = member_of(team, manages=True), member_of(team)
    ask(manager.organisation_id, who="{manages: yes}")
    assert "Do this next" in training(client, manager).words
    assert "You are up to date" in training(StrictClient(app), other).words


@pytest.mark.parametrize(("managers", "everyone"), [(10, 90), (90, 10)])
def test_of_two_requirements_the_earlier_one_counts(managers: int, everyone: int, client: StrictClient) -> None:
    person = member_of(TeamFactory(), manages=True, starts_on=date(2026, 11, 1))
    put_in_force(
        person.organisation_id,
        f"""programme: Training
requirements:
  managers: {{title: For managers, who: {{manages: yes}}, course: short, due: {managers} days after joining}}
  everyone: {{title: For everyone, who: everyone, course: short, due: {everyone} days after joining}}
""",
    )
    assert "was due on 11 November 2026" in card(training(client, person))


def test_a_requirement_of_another_organisation_binds_nobody_here(client: StrictClient, learner: Person) -> None:
    ask(member_of(TeamFactory()).organisation_id)
    assert "You are up to date" in training(client, learner).words


def test_what_was_done_stays_when_the_module_is_gone(client: StrictClient, learner: Person) -> None:
    complete(learner, date(2025, 1, 2), course="long-ago", title="A course of long ago", valid_until=date(2026, 1, 1))
    page = training(client, learner)
    assert "A course of long ago" in page.words
    assert "ran out on 1 January 2026" in page.words
    for path in page.document.xpath("//main//a/@href"):
        client.get(path)


def test_nobody_sees_what_others_have_done(client: StrictClient, learner: Person, published: Edition) -> None:
    complete(member_of(TeamFactory(organisation_id=learner.organisation_id)))
    assert "Passed on" not in training(client, learner).words
