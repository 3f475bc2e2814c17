"""Who has never signed in, and inviting them."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from app.accounts import inviting
from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.models import OutgoingMail, Person, Posting, SignInToken, Team
from tests.accounts.conftest import colleague, link_in, mails_to
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, member_of
from tests.web.counting import statements

pytestmark = pytest.mark.usefixtures("now")
NEW = "four words this time"


@pytest.fixture
def office(app: Flask, lead: Person) -> StrictClient:
    lead.first_signed_in_on = date(2026, 11, 1)
    db.session.commit()
    return StrictClient(app).sign_in(lead)


@pytest.fixture
def newcomer(team: Team) -> Person:
    return colleague(team, name="Nia Newcomer", email="nia@example.org", password_hash=None)


def rows(page: Page) -> dict[str, str]:
    """What the page says of each person, by name."""
    found = page.document.xpath("//tbody/tr")
    return {row.xpath("string(th/a)"): " ".join(" ".join(row.itertext()).split()) for row in found}


def read_csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_an_invitation_leads_to_my_training(office: StrictClient, client: StrictClient, newcomer: Person) -> None:
    page = office.press(office.get("/people/invitations"), "Invite 1 person by email")
    assert "1 invitation is on its way." in page.words
    assert "Email, 16 Nov 2026" in rows(page)["Nia Newcomer"]
    mail = mails_to(newcomer)[0]
    assert topic_word(mail.subject) is None
    assert newcomer.name in (mail.body or "")
    page = client.follow(client.fetch(link_in(mail), expect=303))
    assert client.press(page, "Save and sign in", new=NEW, again=NEW).heading == "My training"
    assert len(mails_to(newcomer)) == 1, "a first password is nothing to be warned of"
    assert rows(office.get("/people/invitations")) == {}


def test_who_has_a_link_that_works_is_not_invited_twice(
    office: StrictClient, newcomer: Person, team: Team, now: datetime
) -> None:
    office.press(office.get("/people/invitations"), "Invite 1 person")
    colleague(team, name="Late", email="late@example.org", password_hash=None)
    office.press(office.get("/people/invitations"), "Invite 1 person")
    assert len(mails_to(newcomer)) == 1
    with time_machine.travel(now + timedelta(days=14), tick=False):
        page = office.sign_in(db.session.query(Person).filter_by(name="Lee Lead").one()).get("/people/invitations")
        assert "Has run out" in rows(page)["Nia Newcomer"]
        office.press(page, "Invite 2 people")
    assert len(mails_to(newcomer)) == 2


def test_inviting_again_ends_the_older_link(
    office: StrictClient, client: StrictClient, newcomer: Person, now: datetime
) -> None:
    office.press(office.get("/people/invitations"), "Invite Nia Newcomer")
    old_link = link_in(mails_to(newcomer)[0])
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        office.press(office.get("/people/invitations"), "Invite again Nia Newcomer")
    _old, new = mails_to(newcomer)
    client.fetch(old_link, expect=303)
    client.get("/sign-in/choose", expect=410)
    client.fetch(link_in(new), expect=303)
    client.get("/sign-in/choose")


def test_inviting_again_takes_back_the_mail_that_has_not_gone_out(
    office: StrictClient, newcomer: Person, team: Team
) -> None:
    other = colleague(team, name="Olu Other", email="olu@example.org", password_hash=None)
    office.press(office.get("/people/invitations"), "Invite 2 people")
    office.press(office.get("/people/invitations"), "Invite again Nia Newcomer")
    assert [(each.state, each.body is None) for each in mails_to(newcomer)] == [("cancelled", True), ("waiting", False)]
    assert [each.state for each in mails_to(other)] == ["waiting"]


def test_what_went_out_stays_sent_when_somebody_is_invited_again(office: StrictClient, newcomer: Person) -> None:
    office.press(office.get("/people/invitations"), "Invite Nia Newcomer")
    with writing():
        db.session.execute(update(OutgoingMail).values(state="sent", body=None))
    office.press(office.get("/people/invitations"), "Invite again Nia Newcomer")
    assert [each.state for each in mails_to(newcomer)] == ["sent", "waiting"]


def test_who_has_a_password_is_not_invited_with_the_others(office: StrictClient, newcomer: Person, team: Team) -> None:
    """After an upgrade nobody knows when they first came in."""
    known = colleague(team, name="Kit Known", email="kit@example.org")
    page = office.get("/people/invitations")
    assert "Has a password" in rows(page)["Kit Known"]
    assert "1 of them has a password already, and is not invited with the others." in page.words
    page = office.press(page, "Invite 1 person by email")
    assert (len(mails_to(newcomer)), len(mails_to(known))) == (1, 0)
    assert "has a password, or an invitation that still works" in page.words
    office.press(page, "Invite Kit Known")
    assert len(mails_to(known)) == 1


@pytest.mark.parametrize(("later", "works"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)])
def test_an_invitation_lasts_fourteen_days(
    later: timedelta, works: bool, office: StrictClient, client: StrictClient, newcomer: Person, now: datetime
) -> None:
    office.press(office.get("/people/invitations"), "Invite 1 person")
    with time_machine.travel(now + later, tick=False):
        client.fetch(link_in(mails_to(newcomer)[0]), expect=303)
        client.get("/sign-in/choose", expect=200 if works else 410)


def test_the_list_is_of_those_who_can_sign_in_and_never_did(
    office: StrictClient, newcomer: Person, operative: Person, team: Team
) -> None:
    colleague(team, name="Known", first_signed_in_on=date(2026, 11, 1))
    colleague(team, name="Gone", is_active=False)
    colleague(team, name="Over", last_day=date(2026, 11, 15))
    colleague(team, name="Last", last_day=date(2026, 11, 16))
    soon = colleague(team, name="Soon", starts_on=date(2026, 12, 1))
    found = rows(office.get("/people/invitations"))
    assert list(found) == ["Last", "Nia Newcomer", "Rob Repairs", "Soon"]
    assert "Repairs 5 Jan 2026 Not yet" in found["Nia Newcomer"]
    assert "Has a password" in found["Rob Repairs"]
    assert "In no team 1 Dec 2026" in found["Soon"]
    with writing():
        db.session.execute(delete(Posting).where(Posting.person_id == soon.id))
    assert "Soon" in rows(office.get("/people/invitations"))


def test_an_administrator_invites_too_and_sees_no_training(app: Flask, team: Team, newcomer: Person) -> None:
    admin = member_of(team, name="Ada Admin", is_admin=True, first_signed_in_on=date(2026, 11, 1))
    client = StrictClient(app).sign_in(admin)
    page = client.get(client.get("/people/accounts").link("Who has never signed in, and invitations"))
    assert page.link("Nia Newcomer") == f"/people/{newcomer.id}/change"
    assert client.press(page, "Invite 1 person by email").heading == "Who has never signed in"
    assert len(mails_to(newcomer)) == 1
    client.get(f"/people/{newcomer.id}/change")
    client.get("/people/codes")


def test_who_has_no_email_address_gets_no_mail(office: StrictClient, operative: Person) -> None:
    page = office.get("/people/invitations")
    assert not page.document.xpath("//button[starts-with(normalize-space(), 'Invite')]")
    office.post(f"/people/invitations/{operative.id}", {"csrf_token": office.token()}, expect=404)
    office.post("/people/invitations", {"csrf_token": office.token()})
    assert db.session.query(OutgoingMail).count() == 0


def test_the_file_holds_the_rows_of_the_page(office: StrictClient, newcomer: Person, operative: Person) -> None:
    office.press(office.get("/people/invitations"), "Invite 1 person")
    page = office.get("/people/invitations")
    data = office.fetch(page.link("Download these rows")).get_data()
    table = read_csv_rows(data)
    assert [row["name"] for row in table] == list(rows(page))
    assert table[0] == {
        "name": "Nia Newcomer",
        "email": "nia@example.org",
        "staff_number": "",
        "team": "Repairs",
        "since": "2026-01-05",
        "invited_by": "email",
        "invited_on": "2026-11-16",
        "works_until": "2026-11-30",
    }


def test_a_team_narrows_page_file_and_who_is_invited(office: StrictClient, newcomer: Person, team: Team) -> None:
    aside = TeamFactory(name="Aside", organisation_id=team.organisation_id)
    other = member_of(aside, name="Abe Aside", email="abe@example.org", password_hash=None)
    page = office.get(f"/people/invitations?team={aside.id}")
    assert list(rows(page)) == ["Abe Aside"]
    assert [row["name"] for row in read_csv_rows(office.fetch(page.link("Download")).get_data())] == ["Abe Aside"]
    page = office.press(page, "Invite 1 person")
    assert list(rows(page)) == ["Abe Aside"]
    assert (len(mails_to(other)), len(mails_to(newcomer))) == (1, 0)
    for path in ("/people/invitations", "/people/invitations.csv"):
        office.fetch(f"{path}?team=999999", expect=400)


def test_nobody_of_another_organisation_is_seen_or_invited(office: StrictClient, newcomer: Person) -> None:
    other = member_of(TeamFactory(), name="Olga Other", email="olga@example.org", password_hash=None)
    page = office.get("/people/invitations")
    assert list(rows(page)) == ["Nia Newcomer"]
    assert b"Olga" not in office.fetch("/people/invitations.csv").get_data()
    office.press(page, "Invite 1 person")
    for person_id in (other.id, 999_999, 10**30):
        office.post(f"/people/invitations/{person_id}", {"csrf_token": office.token()}, expect=404)
    assert mails_to(other) == []


def test_many_are_invited_a_number_at_a_time(
    office: StrictClient, newcomer: Person, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST_AT_ONCE", 2)
    for name in ("A", "B"):
        colleague(team, name=name, email=f"{name.lower()}@example.org", password_hash=None)
    page = office.get("/people/invitations")
    assert "3 of them have no invitation that works. They are invited 2 at a time." in page.words
    page = office.press(page, "Invite 2 people")
    office.press(page, "Invite 1 person")
    assert db.session.query(SignInToken).count() == 3


def test_a_long_list_costs_no_more_statements(office: StrictClient, newcomer: Person, team: Team) -> None:
    def cost(path: str) -> int:
        office.fetch(path)
        with statements() as seen:
            office.fetch(path)
        return len(seen)

    before = [cost(path) for path in ("/people/invitations", "/people/invitations.csv", "/people/codes")]
    for number in range(60):
        colleague(team, name=f"Member {number}", email=None, staff_number=f"{number}", password_hash=None)
    assert [cost(path) for path in ("/people/invitations", "/people/invitations.csv", "/people/codes")] == before
    assert "Next page" in office.get("/people/invitations").text
    assert len(rows(office.get("/people/invitations?page=2"))) == 11
