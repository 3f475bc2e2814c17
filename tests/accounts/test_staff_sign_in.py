"""Signing in with a staff number."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.models import Organisation, Person, Team
from app.rules.sign_in import GUESSES_PER_ACCOUNT
from app.web import passwords
from tests.accounts.conftest import colleague
from tests.client import Page, StrictClient
from tests.factories import PASSWORD, OrganisationFactory, PersonFactory
from tests.web.counting import statements

pytestmark = pytest.mark.usefixtures("now")
REFUSED = "The staff number or the password is not right."
TOO_MANY = "Too many tries"


class CountingHasher(PasswordHasher):
    """The real thing, which counts how often it verifies."""

    verified = 0

    def verify(self, *arguments: str | bytes) -> bool:
        self.verified += 1
        return super().verify(*arguments)


def attempt(client: StrictClient, expect: int = 400, password: str = "wrong", **fields: str) -> Page:
    form = client.get("/sign-in/staff").form("Sign in")
    return client.page_of(client.submit(form, expect=expect, password=password, **fields))


@pytest.mark.parametrize("typed", ["R104", " r104 ", "R 104", "R-104", "r\u2011104"])
def test_the_sign_in_page_leads_those_without_email_to_their_training(
    typed: str, client: StrictClient, operative: Person
) -> None:
    page = client.get(client.get("/sign-in?next=/account").link("I have no work email"))
    page = client.press(page, "Sign in", number=typed, password=PASSWORD)
    assert page.heading == "Account"
    assert "R104" in page.words
    assert "Email address" not in page.words


def test_nobody_learns_which_staff_numbers_there_are(
    app: Flask, operative: Person, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same status, same words and the same work for every way not to get in; who has an email address uses that."""
    colleague(team, email=None, staff_number="NEW1", password_hash=None)
    colleague(team, email=None, staff_number="GONE", is_active=False)
    colleague(team, email="both@example.org", staff_number="BOTH")
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    pages, work = [], []
    for number in ("R104", "NOBODY", "NEW1", "GONE", "BOTH"):
        client, before = StrictClient(app), hasher.verified
        form = client.get("/sign-in/staff").form("Sign in")
        password = "not the password" if number == "R104" else PASSWORD
        with statements() as seen:
            response = client.submit(form, expect=400, number=number, password=password)
        pages.append(client.page_of(response).words)
        work.append((hasher.verified - before, len(seen)))
    assert len(set(pages)) == 1
    assert REFUSED in pages[0]
    assert len(set(work)) == 1
    assert work[0][0] == 1


@pytest.mark.parametrize("number", ["R104", "NOBODY"])
def test_the_eleventh_guess_has_to_wait(number: str, client: StrictClient, operative: Person) -> None:
    for _ in range(GUESSES_PER_ACCOUNT):
        assert REFUSED in attempt(client, number=number).words
    assert TOO_MANY in attempt(client, expect=429, number=f" {number.lower()}", password=PASSWORD).words


def test_a_stranger_locks_out_neither_a_known_device_nor_a_slip(app: Flask, operative: Person) -> None:
    own, stranger = StrictClient(app), StrictClient(app)
    own.press(own.get("/sign-in/staff"), "Sign in", number="R104", password=PASSWORD)
    own.press(own.get("/training"), "Sign out")
    for _ in range(GUESSES_PER_ACCOUNT):
        attempt(stranger, number="R104")
    attempt(stranger, expect=429, number="R104")
    assert own.press(own.get("/sign-in/staff"), "Sign in", number="R104", password=PASSWORD).heading == "My training"


@pytest.fixture
def twin(operative: Person) -> tuple[Organisation, Person]:
    """Somebody of another organisation who has the same staff number and another password."""
    other = OrganisationFactory(name="Zeta Homes")
    fields = {"email": None, "staff_number": "R104", "name": "Zoe Zeta"}
    password_hash = passwords.hash_password("another long password")
    return other, PersonFactory(organisation_id=other.id, password_hash=password_hash, **fields)


def test_where_there_are_several_organisations_it_is_chosen(
    client: StrictClient, operative: Person, twin: tuple[Organisation, Person]
) -> None:
    other, _zoe = twin
    assert "Choose your organisation" in attempt(client, number="R104", password=PASSWORD).words
    assert REFUSED in attempt(client, number="R104", password=PASSWORD, organisation=str(other.id)).words
    page = client.get("/sign-in/staff")
    page = client.press(page, "Sign in", number="R104", password=PASSWORD, organisation=str(operative.organisation_id))
    assert operative.name in client.get("/account").words


@pytest.mark.parametrize("organisation", ["0", "999999", "x", ""])
def test_no_other_organisation_can_be_sent(
    organisation: str, client: StrictClient, twin: tuple[Organisation, Person]
) -> None:
    attempt(client, number="R104", password=PASSWORD, organisation=organisation)
