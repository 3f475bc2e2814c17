"""Reminding one person, or everybody who is overdue and shown."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import OutgoingMail, Person, Team
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, member_of, work_out
from tests.people.test_team import away, exempt

pytestmark = pytest.mark.usefixtures("now", "published")

OVERDUE, DUE_SOON = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def signed_in(client: StrictClient, manager: Person) -> StrictClient:
    return client.sign_in(manager)


def mailed() -> list[str]:
    db.session.rollback()
    query = select(Person.name).join(OutgoingMail, OutgoingMail.person_id == Person.id).order_by(OutgoingMail.id)
    return list(db.session.scalars(query))


def named(page: Page) -> list[str]:
    return [each.text_content() for each in page.document.xpath("//main//ul/li")]


def test_everybody_overdue_who_is_shown(signed_in: StrictClient, team: Team) -> None:
    for name in ("Ann Late", "Bea Late", "Cy Else"):
        member_of(team, name=name, starts_on=OVERDUE)
    member_of(team, name="Dee Late in time", starts_on=DUE_SOON)
    work_out(team.organisation_id)
    page = signed_in.get("/team?q=late")
    preview = signed_in.get(page.link("Remind the 2 people who are overdue"))
    assert named(preview) == ["Ann Late", "Bea Late"]
    assert mailed() == [], "a preview sends nothing"
    told = signed_in.press(preview, "Send the 2 reminders")
    assert "2 reminders are on their way." in told.words
    assert told.response.request.query_string == b"q=late", "the filters are kept"
    assert mailed() == ["Ann Late", "Bea Late"]


def test_the_button_says_whom_it_reminds(signed_in: StrictClient, team: Team) -> None:
    member_of(team, name="Late", starts_on=OVERDUE)
    for name in ("Soon", "Sooner"):
        member_of(team, name=name, starts_on=DUE_SOON)
    work_out(team.organisation_id)
    told = {
        "": ("Remind the 1 person who is overdue", ["Late"]),
        "?state=overdue": ("Remind the 1 person who is overdue", ["Late"]),
        "?state=soon": ("Remind the 2 people with something due soon", ["Soon", "Sooner"]),
    }
    for query, (words, names) in told.items():
        preview = signed_in.get(signed_in.get(f"/team{query}").link(words))
        assert named(preview) == names
    signed_in.press(preview, "Send the 2 reminders")
    assert mailed() == ["Soon", "Sooner"]
    assert "Remind the" not in signed_in.get("/team?state=in-date").words


def test_one_person(signed_in: StrictClient, team: Team) -> None:
    person = member_of(team, name="Due Soon", starts_on=DUE_SOON)
    member_of(team, name="Overdue", starts_on=OVERDUE)
    work_out(team.organisation_id)
    preview = signed_in.get(f"/team/remind?person={person.id}")
    assert named(preview) == ["Due Soon"]
    assert "1 reminder is on its way." in signed_in.press(preview, "Send the reminder").words
    assert mailed() == ["Due Soon"]


def test_a_second_time_on_a_day_sends_nothing(signed_in: StrictClient, team: Team) -> None:
    member_of(team, name="Overdue", starts_on=OVERDUE)
    work_out(team.organisation_id)
    for words in ("1 reminder is on its way.", "1 person had one today already."):
        page = signed_in.press(signed_in.get("/team/remind"), "Send the reminder")
        assert words in page.words
    assert mailed() == ["Overdue"]


def test_who_cannot_get_a_mail_is_named_to_be_told_in_person(signed_in: StrictClient, team: Team) -> None:
    member_of(team, name="No Mail", starts_on=OVERDUE, email=None, staff_number="7")
    work_out(team.organisation_id)
    page = signed_in.get("/team/remind")
    assert "To tell yourself 1 person cannot get a mail now" in page.words
    assert "No Mail" in page.words
    assert "Send the reminder" not in page.words, "there is nobody to send it to"
    signed_in.post("/team/remind", {"csrf_token": signed_in.token()})
    assert mailed() == []


def test_those_who_get_a_mail_are_apart_from_those_who_do_not(signed_in: StrictClient, team: Team) -> None:
    member_of(team, name="No Mail", starts_on=OVERDUE, email=None, staff_number="7")
    member_of(team, name="With Mail", starts_on=OVERDUE)
    work_out(team.organisation_id)
    page = signed_in.get("/team/remind")
    before, after = page.words.split("To tell yourself")
    assert "We send a mail to 1 person: With Mail" in before
    assert "No Mail" in after


def test_nobody_is_reminded_who_is_away_exempt_or_done(signed_in: StrictClient, team: Team, manager: Person) -> None:
    people = [member_of(team, name=name, starts_on=OVERDUE) for name in ("Away", "Spared")]
    away(people[0])
    exempt(people[1])
    work_out(team.organisation_id)
    for path in ("/team/remind", *(f"/team/remind?person={each.id}" for each in (*people, manager))):
        page = signed_in.get(path)
        assert "There is nobody to remind" in page.words
        signed_in.post(path, {"csrf_token": signed_in.token()})
    assert mailed() == []


@pytest.mark.parametrize("person", ["0", "-1", "x", str(2**63)])
def test_nobody_is_nobody(person: str, signed_in: StrictClient) -> None:
    signed_in.get(f"/team/remind?person={person}", expect=404)


def test_nobody_elses_people(signed_in: StrictClient, team: Team) -> None:
    stranger = member_of(TeamFactory(organisation_id=team.organisation_id), starts_on=OVERDUE)
    work_out(team.organisation_id)
    path = f"/team/remind?person={stranger.id}"
    signed_in.get(path, expect=404)
    signed_in.post(path, {"csrf_token": signed_in.token()}, expect=404)
    signed_in.post("/team/remind", {"csrf_token": signed_in.token()})
    assert mailed() == []
