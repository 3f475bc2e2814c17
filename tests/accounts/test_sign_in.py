import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Person, Session
from app.web import passwords
from tests.client import Page, StrictClient
from tests.factories import PASSWORD, PersonFactory

REFUSED = "The email address or the password is not right."


class CountingHasher(PasswordHasher):
    """The real thing, which counts how often it verifies."""

    verified = 0

    def verify(self, *arguments: str | bytes) -> bool:
        self.verified += 1
        return super().verify(*arguments)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    made = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", made)
    return made


def try_to_sign_in(client: StrictClient, email: str, password: str, expect: int = 400) -> Page:
    response = client.submit(client.get("/sign-in").form("Sign in"), expect=expect, email=email, password=password)
    return client.page_of(response)


def test_the_right_password_opens_my_training(client: StrictClient, right: dict[str, str]) -> None:
    page = client.press(client.get("/sign-in"), "Sign in", **right)
    assert page.heading == "My training"
    assert client.fetch("/sign-in", expect=303).headers["Location"] == "/training"


@pytest.mark.parametrize("typed", [" ANN@example.org ", "Ann@Example.Org"], ids=["blanks", "capitals"])
def test_an_address_is_the_same_in_capitals_and_with_blanks(
    typed: str, client: StrictClient, right: dict[str, str]
) -> None:
    assert client.press(client.get("/sign-in"), "Sign in", **(right | {"email": typed})).heading == "My training"


@pytest.mark.parametrize("typed", [PASSWORD.upper(), f"{PASSWORD} ", PASSWORD[:-1]])
def test_a_password_is_taken_as_typed(typed: str, client: StrictClient, right: dict[str, str]) -> None:
    assert REFUSED in try_to_sign_in(client, right["email"], typed).words


def test_nobody_learns_which_addresses_have_an_account(app: Flask, person: Person, hasher: CountingHasher) -> None:
    """Same status, same words and the same work for every way not to get in."""
    PersonFactory(organisation_id=person.organisation_id, email="sso@example.org", password_hash=None)
    PersonFactory(organisation_id=person.organisation_id, email="gone@example.org", is_active=False)
    pages, work = [], []
    for email in ("ann@example.org", "nobody@example.org", "sso@example.org", "gone@example.org"):
        before = hasher.verified
        page = try_to_sign_in(StrictClient(app), email, "not the password" if "gone" not in email else PASSWORD)
        pages.append(page.words)
        work.append(hasher.verified - before)
    assert len(set(pages)) == 1
    assert REFUSED in pages[0]
    assert work == [1, 1, 1, 1]


def test_no_password_fits_an_account_without_one(client: StrictClient, person: Person) -> None:
    with writing():
        db.session.execute(update(Person).values(password_hash=None))
    for password in ("no account has this password", PASSWORD):
        assert REFUSED in try_to_sign_in(client, person.email, password).words


def test_a_broken_hash_lets_nobody_in(client: StrictClient, person: Person) -> None:
    with writing():
        db.session.execute(update(Person).values(password_hash="plain text"))
    assert REFUSED in try_to_sign_in(client, person.email, "plain text").words


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("", "x", "Enter your email address"),
        ("a@example.org", "", "Enter your password"),
        ("a" * 300 + "@example.org", "x", "This email address is too long"),
        ("a@example.org", "x" * 201, "This password is too long"),
    ],
    ids=["no address", "no password", "long address", "long password"],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(
    email: str, password: str, told: str, client: StrictClient
) -> None:
    page = try_to_sign_in(client, email, password)
    assert told in page.words
    assert page.document.findtext(".//title").startswith("Error: ")
    assert page.document.xpath("//div[contains(@class, 'govuk-error-summary')]//a[starts-with(@href, '#')]")


def test_a_password_is_never_sent_back(client: StrictClient, right: dict[str, str]) -> None:
    page = try_to_sign_in(client, right["email"], "something secret")
    assert "something secret" not in page.text


def test_a_session_says_when_and_on_which_device_and_no_more(client: StrictClient, right: dict[str, str]) -> None:
    client.http.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 secret-build/7"
    client.press(client.get("/sign-in"), "Sign in", **right)
    session = db.session.query(Session).one()
    assert session.device == "Chrome, Windows"
    assert {column.name for column in Session.__table__.columns} == {
        "id", "token_hash", "person_id", "device", "created_at", "seen_at", "expires_at",
    }  # fmt: skip


def test_only_a_hash_of_the_token_is_stored(client: StrictClient, right: dict[str, str]) -> None:
    client.press(client.get("/sign-in"), "Sign in", **right)
    with client.http.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) >= 43
    assert token.encode() not in db.session.query(Session).one().token_hash
