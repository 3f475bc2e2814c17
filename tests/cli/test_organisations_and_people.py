from collections.abc import Callable
from datetime import date

import pytest
from click.testing import Result
from sqlalchemy import func, select

from app.extensions import db
from app.ledger.verification import LogVerdict, verify_log
from app.models import HelpService, Organisation, Person, Posting, Team
from app.web.passwords import password_matches
from tests.factories import OrganisationFactory, PersonFactory

Command = Callable[..., Result]

PASSWORD = "three words together"


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_organisation_begins_with_an_empty_log_and_the_national_helplines(flask: Command) -> None:
    result = flask("organisation", "create", "Northgate", "--colour", "#0F5257")
    assert result.exit_code == 0, result.output
    made = db.session.scalars(select(Organisation)).one()
    assert (made.name, made.colour, made.is_demo) == ("Northgate", "#0f5257", False)
    assert verify_log(made.id) == LogVerdict(entries=0, broken_at=None)
    assert "0808 2000 247" in set(db.session.scalars(select(HelpService.phone)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Northgate", "--colour", "green"], "# and six hexadecimal digits"),
        (["Northgate", "--colour", "#fff"], "# and six hexadecimal digits"),
        (["Northgate", "--colour", "#ffff00"], "Choose a darker colour"),  # white text on yellow
        (["Northgate", "--time-zone", "Europe/Londn"], "not a time zone"),
        (["Northgate", "--exit-url", "http://example.org"], "must start with https://"),
        (["Northgate", "--exit-url", "javascript:alert(1)"], "must start with https://"),
        (["  "], "1 to 200 characters"),
        (["N" * 201], "1 to 200 characters"),
        (["Southgate"], "already"),
    ],
)
def test_an_organisation_that_cannot_be(flask: Command, words: list[str], said: str) -> None:
    OrganisationFactory(name="Southgate")
    result = flask("organisation", "create", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert count(Organisation) == 1


def add(flask: Command, *words: str, email: str = "ann@example.org", password: str = PASSWORD) -> Result:
    return flask("people", "add", "--email", email, "--name", "Ann Lee", "--password", password, *words)


def test_the_first_administrator(flask: Command) -> None:
    OrganisationFactory()
    result = add(flask, "--right", "admin", "--right", "lead", email=" Ann@Example.org")
    assert result.exit_code == 0, result.output
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.name) == ("ann@example.org", "Ann Lee")
    assert (person.is_admin, person.is_lead, person.is_trainer) == (True, True, False)
    assert password_matches(person.password_hash, PASSWORD)
    assert count(Posting) == 0
    assert PASSWORD not in result.output


def test_a_manager_of_a_new_team(flask: Command) -> None:
    OrganisationFactory()
    assert add(flask, "--team", "Repairs", "--manages").exit_code == 0
    assert add(flask, "--team", " repairs", email="bob@example.org").exit_code == 0
    assert db.session.scalars(select(Team.name)).all() == ["Repairs"]
    assert sorted(db.session.scalars(select(Posting.manages))) == [False, True]


def test_somebody_without_an_email_address_who_starts_later(flask: Command) -> None:
    OrganisationFactory()
    words = ["--staff-number", "r 12", "--team", "Repairs", "--job", "Operative", "--kind", "agency"]
    result = flask(
        "people", "add", "--name", "Cy Fox", "--password", PASSWORD, *words, "--customer-facing", "--from", "2027-01-04"
    )
    assert result.exit_code == 0, result.output
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.staff_number) == (None, "R12")
    posting = db.session.scalars(select(Posting)).one()
    assert (posting.job, posting.employment, posting.is_customer_facing) == ("Operative", "agency", True)
    assert posting.starts_on == date(2027, 1, 4)
    again = flask("people", "add", "--name", "Di Fox", "--password", PASSWORD, "--staff-number", "R12")
    assert "R12 is somebody else’s staff number" in again.stderr
    assert (
        "Give --email, --staff-number or both" in flask("people", "add", "--name", "D", "--password", PASSWORD).stderr
    )


def test_the_password_is_asked_for_and_not_shown(flask: Command) -> None:
    OrganisationFactory()
    result = flask("people", "add", "--email", "a@b.c", "--name", "A", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--password", "elevenchars"], "at least 12 characters"),
        (["--password", "passwordpassword"], "This is the same again and again"),
        (["--password", "Ann-Lee-2026!"], "made of your name"),
        (["--email", "ann.example.org"], "not an email address"),
        (["--email", "@"], "not an email address"),
        (["--email", "ann lee@example.org"], "not an email address"),
        (["--email", "a" * 250 + "@b.example"], "not an email address"),
        (["--name", "   "], "1 to 200 characters"),
        (["--name", "N" * 201], "1 to 200 characters"),
        (["--email", "TAKEN@example.org"], "has an account already"),  # one person, one account
        (["--manages"], "--manages needs --team"),
        (["--team", "  "], "The team's name must have 1 to 200 characters"),
        (["--right", "boss"], "Invalid value for '--right'"),
        (["--organisation", "Nowhere"], "Say which organisation"),
    ],
)
def test_a_person_who_cannot_be_added(flask: Command, words: list[str], said: str) -> None:
    PersonFactory(email="taken@example.org")
    result = add(flask, *words)
    assert result.exit_code != 0
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert said in result.stderr
    assert count(Person) == 1


def test_without_an_organisation_there_is_nobody_to_add_to(flask: Command) -> None:
    result = add(flask)
    assert result.exit_code == 1
    assert "flask organisation create" in result.stderr


def test_with_two_organisations_one_must_be_named(flask: Command) -> None:
    for name in ("Northgate", "Southgate"):
        OrganisationFactory(name=name)
    refused = add(flask)
    assert refused.exit_code == 1
    assert "There are: Northgate, Southgate" in refused.stderr
    assert add(flask, "--organisation", "Southgate").exit_code == 0
    organisation_id = db.session.scalars(select(Person.organisation_id)).one()
    assert db.session.get_one(Organisation, organisation_id).name == "Southgate"
