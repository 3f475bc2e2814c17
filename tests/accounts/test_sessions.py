from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import Person, Session
from tests.client import StrictClient
from tests.factories import PASSWORD

NEW = "four words this time"


def sign_in(client: StrictClient, right: dict[str, str]) -> StrictClient:
    client.press(client.get("/sign-in"), "Sign in", **right)
    return client


def copy_of(client: StrictClient) -> StrictClient:
    """Somebody else with a copy of this client's cookie."""
    copied = StrictClient(client.app)
    copied.http.set_cookie("waymark", client.http.get_cookie("waymark").value)
    return copied


def assert_signed_out(client: StrictClient) -> None:
    assert client.fetch("/training", expect=303).headers["Location"].startswith("/sign-in?next=")


def sign_out(client: StrictClient) -> None:
    response = client.submit(client.get("/training").form("Sign out"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def leave(client: StrictClient) -> None:
    response = client.fetch("/exit", expect=303)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def sign_in_again(client: StrictClient) -> None:
    token = client.token()
    client.post("/sign-in", {"csrf_token": token, "email": "ann@example.org", "password": PASSWORD})


@pytest.mark.parametrize("end", [sign_out, leave, sign_in_again])
def test_a_copied_cookie_dies_with_its_session(
    end: Callable[[StrictClient], None], client: StrictClient, right: dict[str, str]
) -> None:
    copied = copy_of(sign_in(client, right))
    copied.get("/training")
    end(client)
    assert_signed_out(copied)


def test_a_copied_cookie_dies_with_a_new_password(client: StrictClient, app: Flask, right: dict[str, str]) -> None:
    elsewhere = sign_in(StrictClient(app), right)
    page = sign_in(client, right).get("/account/password")
    page = client.press(page, "Change password", current=PASSWORD, new=NEW, again=NEW)
    assert "Your password is changed." in page.words
    assert_signed_out(elsewhere)
    client.get("/training")
    sign_in(StrictClient(app), right | {"password": NEW})


def test_signing_out_elsewhere_keeps_this_session_only(client: StrictClient, app: Flask, right: dict[str, str]) -> None:
    elsewhere = sign_in(StrictClient(app), right)
    page = client.press(sign_in(client, right).get("/account"), "Sign out everywhere else")
    assert "You are signed out everywhere else." in page.words
    assert_signed_out(elsewhere)
    page = client.press(page, "Sign out everywhere else")
    assert "You were not signed in anywhere else." in page.words


def test_a_cookie_from_before_signing_in_is_worth_nothing_after(client: StrictClient, right: dict[str, str]) -> None:
    client.get("/sign-in")
    before = copy_of(client)
    client.press(client.get("/sign-in"), "Sign in", **right)
    assert before.http.get_cookie("waymark").value != client.http.get_cookie("waymark").value
    assert_signed_out(before)


def test_a_token_of_the_form_before_signing_in_is_not_valid_after(client: StrictClient, right: dict[str, str]) -> None:
    page = client.get("/sign-in")
    client.press(page, "Sign in", **right)
    client.post("/sign-out", {"csrf_token": page.form("Sign in").fields["csrf_token"]}, expect=400)
    client.get("/training")


@pytest.mark.parametrize(
    ("idle", "signed_in"),
    [(timedelta(minutes=119), True), (timedelta(minutes=121), False)],
)
def test_a_session_ends_when_nothing_happens(
    idle: timedelta, signed_in: bool, client: StrictClient, person: Person, now: datetime
) -> None:
    client.sign_in(person).get("/training")
    with time_machine.travel(now + idle, tick=False):
        client.fetch("/training", expect=200 if signed_in else 303)


def test_a_session_ends_after_twelve_hours_however_busy(client: StrictClient, person: Person, now: datetime) -> None:
    client.sign_in(person)
    for hour in range(12):
        with time_machine.travel(now + timedelta(hours=hour), tick=False):
            client.get("/training")
    with time_machine.travel(now + timedelta(hours=12, seconds=1), tick=False):
        assert_signed_out(client)


def test_old_sessions_are_swept_out(
    client: StrictClient, app: Flask, right: dict[str, str], now: datetime, person: Person
) -> None:
    sign_in(client, right)
    with time_machine.travel(now + timedelta(hours=13), tick=False):
        sign_in(StrictClient(app), right)
        assert db.session.query(Session).count() == 1


def test_looking_often_does_not_write_often(client: StrictClient, person: Person, now: datetime) -> None:
    client.sign_in(person)
    for minutes, seen in ((4, now), (6, now + timedelta(minutes=6)), (10, now + timedelta(minutes=6))):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            client.get("/training")
            assert db.session.query(Session).one().seen_at == seen


def test_a_link_on_another_site_cannot_end_a_session(client: StrictClient, person: Person) -> None:
    client.sign_in(person)
    response = client.fetch("/exit", expect=303, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert "Clear-Site-Data" not in response.headers
    client.get("/training")


def test_exit_leads_to_the_organisations_own_place(client: StrictClient, person: Person) -> None:
    organisation = person.organisation_id
    db.session.execute(
        db.text("UPDATE organisations SET exit_url = 'https://news.example/' WHERE id = :id"), {"id": organisation}
    )
    db.session.commit()
    assert client.sign_in(person).fetch("/exit", expect=303).headers["Location"] == "https://news.example/"


def test_the_account_lists_devices(client: StrictClient, app: Flask, right: dict[str, str]) -> None:
    phone = StrictClient(app)
    phone.http.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) Safari/604.1"
    sign_in(phone, right)
    page = sign_in(client, right).get("/account")
    assert "Safari, iPhone, signed in on" in page.words
    assert page.words.count("this one") == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"current": "wrong", "new": NEW, "again": NEW}, "This is not your current password"),
        ({"current": "", "new": NEW, "again": NEW}, "Enter your current password"),
        ({"current": PASSWORD, "new": "", "again": ""}, "Enter a new password"),
        ({"current": PASSWORD, "new": "too short", "again": "too short"}, "at least 12 characters"),
        ({"current": PASSWORD, "new": "x" * 201, "again": "x" * 201}, "at most 200 characters"),
        ({"current": PASSWORD, "new": "ann-lee-2026", "again": "ann-lee-2026"}, "This is made of your name"),
        ({"current": PASSWORD, "new": NEW, "again": "something else"}, "The two new passwords are not the same"),
    ],
)
def test_a_password_is_changed_only_when_all_fits(
    fields: dict[str, str], told: str, client: StrictClient, app: Flask, right: dict[str, str], person: Person
) -> None:
    page = client.sign_in(person).get("/account/password")
    refused = client.page_of(client.submit(page.form("Change password"), expect=400, **fields))
    assert told in refused.words
    assert NEW not in refused.text
    sign_in(StrictClient(app), right)
