from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import Person, SignInTry
from app.rules.sign_in import GUESSES_PER_ACCOUNT, GUESSES_PER_NETWORK, WINDOW
from tests.client import StrictClient

pytestmark = pytest.mark.usefixtures("now")
TOO_MANY = "Too many tries"


def guess(client: StrictClient, email: str, expect: int, password: str = "wrong") -> str:
    response = client.submit(client.get("/sign-in").form("Sign in"), expect=expect, email=email, password=password)
    return "" if expect == 303 else client.page_of(response).words


def guess_often(client: StrictClient, email: str, times: int = GUESSES_PER_ACCOUNT) -> None:
    for _ in range(times):
        assert TOO_MANY not in guess(client, email, 400)


@pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org"])
def test_the_eleventh_guess_has_to_wait(
    email: str, client: StrictClient, app: Flask, right: dict[str, str], now: datetime
) -> None:
    """Whether the account exists or not; from wherever the next one comes; even with the right password."""
    guess_often(client, email)
    assert TOO_MANY in guess(client, email, 429)
    elsewhere = StrictClient(app)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert TOO_MANY in guess(elsewhere, email.upper(), 429, right["password"])
    with time_machine.travel(now + WINDOW + timedelta(seconds=1), tick=False):
        guess(client, "ann@example.org", 303, right["password"])


def test_others_are_not_held_up(client: StrictClient, right: dict[str, str]) -> None:
    guess_often(client, "nobody@example.org")
    guess(client, right["email"], 303, right["password"])


def test_a_known_device_is_not_locked_out_by_a_stranger(app: Flask, right: dict[str, str]) -> None:
    own, stranger = StrictClient(app), StrictClient(app)
    guess(own, right["email"], 303, right["password"])
    own.press(own.get("/training"), "Sign out")
    guess_often(stranger, right["email"])
    guess(stranger, right["email"], 429)
    guess(own, right["email"], 303, right["password"])


def test_a_known_device_has_a_limit_too(client: StrictClient, right: dict[str, str]) -> None:
    guess(client, right["email"], 303, right["password"])
    client.press(client.get("/training"), "Sign out")
    guess_often(client, right["email"])
    guess(client, right["email"], 429, right["password"])


def test_a_device_known_for_one_account_is_not_known_for_another(app: Flask, right: dict[str, str]) -> None:
    own, stranger = StrictClient(app), StrictClient(app)
    guess(own, right["email"], 303, right["password"])
    own.press(own.get("/training"), "Sign out")
    guess_often(stranger, "bob@example.org")
    guess(own, "bob@example.org", 429)


def test_a_forged_mark_of_a_known_device_is_worth_nothing(client: StrictClient, right: dict[str, str]) -> None:
    client.http.set_cookie("known", '"anything".forged', path="/sign-in")
    guess_often(client, right["email"])
    guess(client, right["email"], 429, right["password"])


def test_exit_takes_the_mark_of_a_known_device_away(client: StrictClient, right: dict[str, str]) -> None:
    guess(client, right["email"], 303, right["password"])
    assert client.http.get_cookie("known", path="/sign-in")
    client.fetch("/exit", expect=303)
    assert not client.http.get_cookie("known", path="/sign-in")


def test_one_network_cannot_try_many_accounts(client: StrictClient, now: datetime, person: Person) -> None:
    guess(client, "first@example.org", 400)
    tried = db.session.query(SignInTry).one()
    db.session.add_all(SignInTry(account=f"{n}", network=tried.network, at=now) for n in range(GUESSES_PER_NETWORK - 1))
    db.session.commit()
    assert TOO_MANY in guess(client, person.email, 429)
    client.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    guess(client, person.email, 400)


def test_a_guess_says_nothing_about_who_and_where(client: StrictClient) -> None:
    guess(client, "ann@example.org", 400)
    kept = db.session.query(SignInTry).one()
    assert "ann" not in kept.account
    assert len(kept.account) == len(kept.network) == 64


def test_old_guesses_are_swept_out(client: StrictClient, now: datetime) -> None:
    guess(client, "ann@example.org", 400)
    with time_machine.travel(now + WINDOW, tick=False):
        guess(client, "bob@example.org", 400)
        assert db.session.query(SignInTry).count() == 1


def test_changing_a_password_cannot_be_used_to_guess_it(client: StrictClient, person: Person) -> None:
    client.sign_in(person)
    fields = {"current": "wrong", "new": "another long password", "again": "another long password"}
    for _ in range(GUESSES_PER_ACCOUNT):
        client.submit(client.get("/account/password").form("Change password"), expect=400, **fields)
    response = client.submit(client.get("/account/password").form("Change password"), expect=429, **fields)
    assert TOO_MANY in client.page_of(response).words
