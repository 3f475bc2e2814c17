"""Choosing a password with a link: after forgetting it, or for the first time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from app.database import writing
from app.extensions import db
from app.models import OutgoingMail, Person, SignInToken, Team
from app.rules.sign_in import GUESSES_PER_NETWORK, RESET_MAILS_PER_ACCOUNT
from tests.accounts.conftest import colleague, link_in, mails_to
from tests.client import Page, StrictClient
from tests.factories import PASSWORD
from tests.web.counting import statements

pytestmark = pytest.mark.usefixtures("now")
NEW = "four words this time"
OVER = "This link does not work any more"


def ask(client: StrictClient, email: str = "ann@example.org", expect: int = 303) -> Page:
    form = client.get("/sign-in/forgotten").form("Send me a link")
    response = client.submit(form, expect=expect, email=email)
    return client.follow(response) if expect == 303 else client.page_of(response)


def link_for(client: StrictClient, person: Person) -> str:
    ask(client, person.email or "")
    return link_in(mails_to(person)[-1])


def follow(client: StrictClient, link: str, expect: int = 200) -> Page:
    where = client.fetch(link, expect=303).headers["Location"]
    return client.get(where, expect=expect)


def save(client: StrictClient, page: Page) -> Page:
    return client.press(page, "Save and sign in", new=NEW, again=NEW)


def test_a_forgotten_password_is_replaced_by_mail(client: StrictClient, person: Person) -> None:
    page = client.get(client.get("/sign-in").link("Forgotten your password?"))
    page = client.press(page, "Send me a link", email=" ANN@Example.org ")
    assert page.heading == "Check your email"
    page = follow(client, link_in(mails_to(person)[0]))
    assert person.name in page.words
    page = save(client, page)
    assert page.heading == "My training"
    client.press(page, "Sign out")
    client.press(client.get("/sign-in"), "Sign in", email="ann@example.org", password=NEW)
    client.get("/training")


def test_the_secret_is_in_no_address_of_a_page(client: StrictClient, person: Person) -> None:
    link = link_for(client, person)
    page = follow(client, link)
    assert page.path == "/sign-in/choose"
    assert link.rsplit("/", 1)[1] not in page.text
    assert client.fetch(link, expect=303).get_data(as_text=True).count(link) == 0


def test_looking_at_a_link_uses_nothing_up(app: Flask, person: Person, client: StrictClient) -> None:
    """Mail filters open links before people do."""
    link = link_for(client, person)
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        StrictClient(app).send(method, link)
    assert save(client, follow(client, link)).heading == "My training"


def test_everything_else_ends_with_the_new_password(client: StrictClient, app: Flask, person: Person) -> None:
    """Sessions, other links, the old password; and the person is told by mail."""
    elsewhere = StrictClient(app).sign_in(person)
    first, second = link_for(client, person), link_for(client, person)
    save(client, follow(client, first))
    elsewhere.fetch("/account", expect=303)
    assert follow(StrictClient(app), second, expect=410).heading == OVER
    assert follow(StrictClient(app), first, expect=410).heading == OVER
    stranger = StrictClient(app)
    stranger.submit(stranger.get("/sign-in").form("Sign in"), expect=400, email=person.email, password=PASSWORD)
    told = mails_to(person)[-1]
    assert told.subject == "Your password was changed"
    assert "/sign-in/link/" not in (told.body or "")


def test_a_changed_password_ends_links_and_is_told(client: StrictClient, app: Flask, person: Person) -> None:
    link = link_for(StrictClient(app), person)
    page = client.sign_in(person).get("/account/password")
    client.press(page, "Change password", current=PASSWORD, new=NEW, again=NEW)
    assert follow(StrictClient(app), link, expect=410).heading == OVER
    assert mails_to(person)[-1].subject == "Your password was changed"


def close_account(person: Person) -> None:
    db.session.execute(update(Person).where(Person.id == person.id).values(is_active=False))


def end_account(person: Person) -> None:
    db.session.execute(update(Person).where(Person.id == person.id).values(last_day=date(2026, 11, 15)))


def forget_token(person: Person) -> None:
    db.session.execute(delete(SignInToken).where(SignInToken.person_id == person.id))


@pytest.mark.parametrize("end", [close_account, end_account, forget_token])
def test_a_link_is_over_with_the_account(
    end: Callable[[Person], None], client: StrictClient, app: Flask, person: Person
) -> None:
    """For who just got there, and for who was choosing already."""
    link = link_for(client, person)
    page = follow(client, link)
    with writing():
        end(person)
    client.submit(page.form("Save"), expect=410, new=NEW, again=NEW)
    assert follow(StrictClient(app), link, expect=410).heading == OVER


@pytest.mark.parametrize(("later", "works"), [(timedelta(minutes=59), True), (timedelta(minutes=60), False)])
def test_a_link_lasts_an_hour(
    later: timedelta, works: bool, client: StrictClient, person: Person, now: datetime
) -> None:
    link = link_for(client, person)
    with time_machine.travel(now + later, tick=False):
        follow(client, link, expect=200 if works else 410)


def test_what_ran_out_is_swept_out(client: StrictClient, person: Person, team: Team, now: datetime) -> None:
    link_for(client, person)
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        link_for(client, colleague(team, email="bob@example.org"))
        assert db.session.query(SignInToken).count() == 1


@pytest.mark.parametrize("secret", ["nothing", "x" * 500, "%00", "..%2F..", "é"])
def test_a_made_up_link_does_not_work(secret: str, client: StrictClient) -> None:
    response = client.send("GET", f"/sign-in/link/{secret}")
    assert response.status_code in {303, 404}
    assert client.get("/sign-in/choose", expect=410).heading == OVER


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("", "", "Enter a new password"),
        ("too short", "too short", "at least 12 characters"),
        ("x" * 201, "x" * 201, "at most 200 characters"),
        ("passwordpassword", "passwordpassword", "This is the same again and again"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "the same few characters"),
        ("abcdefghijklmno", "abcdefghijklmno", "Letters or digits in order"),
        ("welcomeadmin2026", "welcomeadmin2026", "Many people choose this"),
        ("ann@example.org", "ann@example.org", "This is made of your name, email address"),
        ("ann-lee-2026", "ann-lee-2026", "Choose words that have nothing to do with you"),
        (NEW, "something else", "The two new passwords are not the same"),
    ],
)
def test_a_password_is_chosen_by_the_same_rules(
    new: str, again: str, told: str, client: StrictClient, person: Person
) -> None:
    page = follow(client, link_for(client, person))
    page = client.page_of(client.submit(page.form("Save"), expect=400, new=new, again=again))
    assert told in page.words
    assert save(client, page).heading == "My training"


def test_who_is_signed_in_as_somebody_else_is_so_no_longer(
    client: StrictClient, app: Flask, person: Person, lead: Person
) -> None:
    link = link_for(StrictClient(app), person)
    save(client.sign_in(lead), follow(client, link))
    assert "ann@example.org" in client.get("/account").words


def test_nobody_learns_which_addresses_have_an_account(app: Flask, person: Person, team: Team) -> None:
    """Same answer after the same work: what is done for nobody is undone."""
    colleague(team, email="gone@example.org", is_active=False)
    colleague(team, email="new@example.org", password_hash=None)
    answers, work = [], []
    for email in ("ann@example.org", "new@example.org", "nobody@example.org", "gone@example.org", "x@y"):
        client = StrictClient(app)
        form = client.get("/sign-in/forgotten").form("Send me a link")
        with statements() as seen:
            response = client.submit(form, email=email)
        answers.append((response.headers["Location"], client.follow(response).words))
        work.append([statement.split()[:3] for statement in seen])
    assert len(set(answers)) == 1
    assert all(each == work[0] for each in work)
    assert {mail.person_id for mail in db.session.query(OutgoingMail)} == {
        person.id,
        db.session.query(Person).filter_by(email="new@example.org").one().id,
    }
    assert db.session.query(SignInToken).count() == 2


def test_nobody_can_fill_a_mailbox(client: StrictClient, person: Person) -> None:
    """The answer stays the same, and the links that went out stay good."""
    for _ in range(RESET_MAILS_PER_ACCOUNT + 2):
        assert ask(client).heading == "Check your email"
    sent = mails_to(person)
    assert len(sent) == RESET_MAILS_PER_ACCOUNT
    assert follow(client, link_in(sent[0])).heading == "Choose a password"


def test_one_network_cannot_ask_for_ever(client: StrictClient, person: Person) -> None:
    form = client.get("/sign-in/forgotten").form("Send me a link")
    for number in range(GUESSES_PER_NETWORK):
        client.submit(form, email=f"person{number}@example.net")
    assert "Too many tries" in ask(client, expect=429).words
    client.submit(client.get("/sign-in").form("Sign in"), expect=303, email=person.email, password=PASSWORD)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("notanemail", "Enter an email address, such as name@example.org"),
        ("not an address", "Enter an email address, such as name@example.org"),
        ("ann@", "Enter an email address, such as name@example.org"),
        ("@example.org", "Enter an email address, such as name@example.org"),
        (" R104 ", "This looks like a staff number. Ask your training lead for a new code on paper instead"),
        ("NOBODY-77/2", "This looks like a staff number. Ask your training lead for a new code on paper instead"),
    ],
)
def test_what_is_no_address_is_told_apart_by_how_it_is_written_alone(
    typed: str, told: str, client: StrictClient, person: Person, operative: Person
) -> None:
    page = ask(client, typed, expect=400)
    assert told in page.words
    assert page.document.xpath("string(//input[@name='email']/@value)").strip() == typed.strip()
    assert db.session.query(OutgoingMail).count() == 0


@pytest.mark.parametrize("email", ["", "x" * 300])
def test_an_address_has_to_be_given(email: str, client: StrictClient) -> None:
    ask(client, email, expect=400)
    assert db.session.query(OutgoingMail).count() == 0


def test_a_forged_host_is_in_no_link(client: StrictClient, person: Person) -> None:
    client.http.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    assert link_for(client, person).startswith("/sign-in/link/")
    assert "evil.example" not in (mails_to(person)[0].body or "")
