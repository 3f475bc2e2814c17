"""What is asked of a person, on their training record of 16 November 2026: for managers, and for training leads."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import Absence, Exemption, Person
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import PersonFactory, PostingFactory, complete, member_of, put_in_force
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now")

PROGRAMME = """programme: Training
courses: {day: {title: A day together, level: 2, valid for: no end}}
requirements:
  core: {title: Core, who: {team: Repairs}, course: short, due: 30 days after joining}
  then: {title: Then, who: {customer-facing: yes}, course: day, after: core}
"""
LIST = "Nothing to do now: Then. Why stays between them and the training lead."


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "lead")


@pytest.fixture
def manager(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "manager")


@pytest.fixture
def person(cast: Cast) -> Person:
    """Somebody who has done Core, and of whom Then is asked."""
    put_in_force(cast.organisation.id, PROGRAMME)
    made = customer_facing(cast, "Pat Person")
    complete(made)
    return made


def customer_facing(cast: Cast, name: str, *, is_so: bool = True) -> Person:
    made = PersonFactory(organisation_id=cast.organisation.id, name=name)
    PostingFactory(person_id=made.id, team_id=cast.team.id, is_customer_facing=is_so, starts_on=date(2026, 11, 2))
    return made


def asked(page: Page) -> str:
    """All that the section says, in one line."""
    parts = page.document.xpath("//h2[@id='asked']/following-sibling::*[following-sibling::h2[@id='counts']]")
    return " ".join(" ".join(part.xpath("string()") for part in parts).split())


def rows(page: Page) -> list[list[str]]:
    found = page.document.xpath("//div[@aria-labelledby='asked']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def exempt(person: Person, by: Person, **facts: Any) -> None:
    given = {"requirement": "then", "starts_on": date(2026, 11, 2), "made_by_id": by.id}
    with writing():
        db.session.add(Exemption(person_id=person.id, **(given | facts)))


def away(person: Person) -> None:
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=date(2026, 11, 4)))


BECAUSE = "Asked because they are in Repairs (since 2 November 2026), and they"
CORE_DONE = ["Core", "In date", "2 Nov 2027", f"{BECAUSE} last did it on 2 November 2026."]
THEN = "Asked because they work with customers (since 2 November 2026), and they have not done it yet."


@pytest.mark.parametrize("role", ["manager", "lead"])
def test_each_requirement_with_where_they_stand_and_why(role: str, app: Flask, cast: Cast, person: Person) -> None:
    page = client_of(app, cast, role).get(f"/people/{person.id}")
    assert rows(page) == [CORE_DONE, ["Then", "Not yet done", "2 Dec 2026", THEN]]
    assert "Nothing to do now" not in page.words


def test_a_manager_cannot_tell_exempt_and_not_bound_apart(manager: StrictClient, cast: Cast, person: Person) -> None:
    exempt(person, cast.lead)
    other = customer_facing(cast, "Olu Other", is_so=False)
    complete(other)
    seen = {asked(manager.get(f"/people/{each.id}")) for each in (person, other)}
    assert len(seen) == 1
    assert seen.pop().endswith(LIST)


def test_nor_what_waits(manager: StrictClient, cast: Cast, person: Person) -> None:
    waits, other = customer_facing(cast, "Wim Waits"), customer_facing(cast, "Olu Other", is_so=False)
    seen = {asked(manager.get(f"/people/{each.id}")) for each in (waits, other)}
    assert len(seen) == 1
    assert seen.pop().endswith(LIST)


def test_nor_who_is_away_from_whom_nothing_is_asked(manager: StrictClient, cast: Cast, person: Person) -> None:
    spared = customer_facing(cast, "Sam Spared", is_so=False)
    exempt(spared, cast.lead, requirement="core")
    away(person)
    for each in (person, spared):
        assert asked(manager.get(f"/people/{each.id}")) == "Nothing is asked of them now."


@pytest.mark.parametrize("ends_on", [None, date(2026, 11, 15)])
def test_nor_who_did_another_course_instead(
    ends_on: date | None, manager: StrictClient, cast: Cast, person: Person
) -> None:
    """Also when that way is closed again: what they did stays good."""
    usual, instead = customer_facing(cast, "Uma Usual"), customer_facing(cast, "Ina Instead")
    exempt(instead, cast.lead, route="talk", ends_on=ends_on)
    for each, course in ((usual, "day"), (instead, "talk")):
        complete(each)
        complete(each, date(2026, 11, 9), course=course, title="Something", valid_until=None)
    seen = {asked(manager.get(f"/people/{each.id}")) for each in (usual, instead)}
    assert len(seen) == 1
    assert seen.pop().endswith("and they last did it on 9 November 2026.")


def test_a_lead_reads_why_there_is_nothing_to_do(lead: StrictClient, cast: Cast, person: Person) -> None:
    """They have recorded it, and are the ones to put it right."""
    exempt(person, cast.lead)
    waits, absent = customer_facing(cast, "Wim Waits"), customer_facing(cast, "Gus Gone", is_so=False)
    away(absent)
    told = {each.name: rows(lead.get(f"/people/{each.id}"))[-1] for each in (person, waits, absent)}
    said_so = "It is not asked of them, because a training lead has said so."
    assert told == {
        "Pat Person": ["Then", "Nothing to do now", "No day", said_so],
        "Wim Waits": ["Then", "Nothing to do now", "No day", f"{THEN} It waits until they have done Core."],
        "Gus Gone": [
            "Core",
            "Nothing to do now",
            "No day",
            f"{BECAUSE} have not done it yet. They are away. Nothing is due until they are back.",
        ],
    }


def test_a_lead_reads_what_will_do_instead(lead: StrictClient, cast: Cast, person: Person) -> None:
    exempt(person, cast.lead, route="short")
    exempt(person, cast.lead, requirement="core", route="day")
    told = lead.get(f"/people/{person.id}").words
    assert "Instead, this will do: A day together." in told
    assert "Instead, this will do: Short module." in told


def test_of_somebody_without_anything_there_is_a_sentence(lead: StrictClient, cast: Cast, person: Person) -> None:
    for each in (cast.colleague, member_of(cast.office, name="Fay Future", starts_on=date(2027, 1, 1))):
        assert asked(lead.get(f"/people/{each.id}")) == "Nothing is asked of them now."


@pytest.mark.parametrize("role", ["manager", "lead"])
def test_of_who_has_left_nothing_is_asked(role: str, app: Flask, cast: Cast, person: Person) -> None:
    """Even where their posting was never ended."""
    with writing():
        db.session.get_one(Person, person.id).last_day = date(2026, 11, 15)
    page = client_of(app, cast, role).get(f"/people/{person.id}")
    assert asked(page) == "Nothing, because they have left."
