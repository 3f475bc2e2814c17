"""A due day in the learner's own calendar, which somebody else may read."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.models import Absence, Exemption, Person, Team
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, complete, member_of, put_in_force

pytestmark = pytest.mark.usefixtures("now", "published")

PROGRAMME = """programme: Training
requirements:
  ask-and-act: {title: Core, who: everyone, course: short, due: 30 days after joining, renew: every 12 months}
  more: {title: More, who: everyone, course: short, due: 60 days after joining, strength: recommended}
"""


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory()
    put_in_force(made.organisation_id, PROGRAMME)
    return made


@pytest.fixture
def person(team: Team) -> Person:
    """Somebody who is asked Core by 2 December 2026."""
    return member_of(team, starts_on=date(2026, 11, 2))


def links(page: Page) -> list[str]:
    return [str(each) for each in page.document.xpath("//a[contains(@href, '.ics')]/@href")]


def entry(client: StrictClient, path: str) -> dict[str, list[str]]:
    """The properties of a file by name, with parameters as they stand; RFC 5545 folds lines of more than 75 octets."""
    text = client.fetch(path).get_data(as_text=True)
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\r\n[ \t]", "", text).splitlines():
        name, _colon, value = line.partition(":")
        found.setdefault(name, []).append(value)
    return found


def test_the_file_holds_one_whole_day_and_nothing_that_tells(client: StrictClient, person: Person) -> None:
    (link,) = links(client.sign_in(person).get("/training"))
    found = entry(client, link)
    (uid,) = found.pop("UID")
    assert found == {
        "BEGIN": ["VCALENDAR", "VEVENT"],
        "VERSION": ["2.0"],
        "PRODID": ["-//Waymark//Training//EN"],
        "DTSTAMP": ["20261116T093000Z"],
        "DTSTART;VALUE=DATE": ["20261202"],
        "SUMMARY": ["Training due"],
        "DESCRIPTION": ["http://localhost/training"],
        "TRANSP": ["TRANSPARENT"],
        "END": ["VEVENT", "VCALENDAR"],
    }
    assert re.fullmatch("[0-9a-f]{32}@waymark", uid)


def test_neither_address_nor_file_names_the_subject(client: StrictClient, person: Person) -> None:
    (link,) = links(client.sign_in(person).get("/training"))
    response = client.fetch(link)
    assert response.mimetype == "text/calendar"
    assert response.headers["Content-Disposition"] == 'attachment; filename="training.ics"'
    for text in (link, response.get_data(as_text=True)):
        assert topic_word(text) is None
        assert "ask" not in text
        assert "Core" not in text
        assert "Short" not in text


def test_the_link_says_what_the_calendar_will_say(client: StrictClient, person: Person) -> None:
    page = client.sign_in(person).get("/training")
    assert page.link("Add to my calendar as “Training due”") in links(page)


def test_the_same_entry_moves_with_the_day(client: StrictClient, person: Person) -> None:
    """Put in again, it takes the place of the earlier one."""
    (link,) = links(client.sign_in(person).get("/training"))
    before = entry(client, link)
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=date(2026, 11, 4), ends_on=date(2026, 11, 6)))
    assert links(client.get("/training")) == [link]
    after = entry(client, link)
    assert (before["UID"], before["DTSTART;VALUE=DATE"]) == (after["UID"], ["20261202"])
    assert after["DTSTART;VALUE=DATE"] == ["20261205"]


def test_what_is_in_date_can_be_remembered_too(client: StrictClient, person: Person) -> None:
    complete(person)
    found = {entry(client, each)["DTSTART;VALUE=DATE"][0] for each in links(client.sign_in(person).get("/training"))}
    assert "20271102" in found


@pytest.mark.parametrize(("days", "offered"), [(15, True), (16, False), (17, False)])
def test_only_a_day_to_come(days: int, offered: bool, client: StrictClient, person: Person, now: datetime) -> None:
    (link,) = links(client.sign_in(person).get("/training"))
    with time_machine.travel(now + timedelta(days=days), tick=False):
        client.sign_in(person)
        assert (link in links(client.get("/training"))) is offered
        client.fetch(link, expect=200 if offered else 404)


def exempt(person: Person) -> Exemption:
    facts = {"requirement": "ask-and-act", "starts_on": date(2026, 11, 2), "made_by_id": person.id}
    return Exemption(person_id=person.id, **facts)


def away(person: Person) -> Absence:
    return Absence(person_id=person.id, starts_on=date(2026, 11, 4), ends_on=date(2026, 11, 20))


@pytest.mark.parametrize("rest", [exempt, away])
def test_nothing_is_offered_of_what_is_not_asked_now(
    rest: Callable[[Person], Exemption | Absence], client: StrictClient, person: Person
) -> None:
    (link,) = links(client.sign_in(person).get("/training"))
    with writing():
        db.session.add(rest(person))
    assert link not in links(client.get("/training"))
    client.fetch(link, expect=404)


def test_nobody_elses_day_can_be_had(app: Flask, person: Person, team: Team) -> None:
    colleague = StrictClient(app).sign_in(member_of(team, starts_on=date(2026, 11, 2)))
    (mine,) = links(StrictClient(app).sign_in(person).get("/training"))
    (theirs,) = links(colleague.get("/training"))
    assert mine != theirs
    colleague.fetch(mine, expect=404)


@pytest.mark.parametrize("reference", ["core", "ask-and-act", "0" * 32, "%00", "x" * 500])
def test_a_made_up_address_is_not_there(reference: str, client: StrictClient, person: Person) -> None:
    client.sign_in(person).fetch(f"/training/{reference}.ics", expect=404)
