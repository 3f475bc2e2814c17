"""One-time codes on the screen."""

import re
from collections.abc import Callable

import pytest
from click.testing import Result

from app.extensions import db
from app.models import Person, SignInToken
from tests.client import StrictClient
from tests.factories import OrganisationFactory, PersonFactory

Flask = Callable[..., Result]
CODE = re.compile(r"One-time code: (\S+)")
NEW = "four words this time"


@pytest.fixture
def council() -> int:
    organisation_id: int = OrganisationFactory(name="Northgate").id
    return organisation_id


def test_who_is_added_with_a_staff_number_gets_a_code(flask: Flask, client: StrictClient, council: int) -> None:
    result = flask("people", "add", "--name", "Rob Repairs", "--staff-number", "r 104")
    assert result.exit_code == 0, result.output
    assert "http://localhost/sign-in/code" in result.output
    page = client.press(client.get("/sign-in/code"), "Continue", number="R104", code=CODE.findall(result.output)[0])
    assert client.press(page, "Save and sign in", new=NEW, again=NEW).heading == "My training"


def test_a_password_may_be_given_instead(flask: Flask, council: int) -> None:
    result = flask("people", "add", "--name", "Rob", "--staff-number", "R104", "--password", NEW)
    assert result.exit_code == 0, result.output
    assert not CODE.search(result.output)
    assert db.session.query(SignInToken).count() == 0


def test_a_new_code_replaces_the_old_one(flask: Flask, client: StrictClient, council: int) -> None:
    PersonFactory(organisation_id=council, organisation=None, email=None, staff_number="R104")
    old, new = (CODE.findall(flask("people", "code", "--staff-number", "R104").output)[0] for _ in range(2))
    form = client.get("/sign-in/code").form("Continue")
    client.submit(form, expect=400, number="R104", code=old)
    client.submit(form, number="R104", code=new)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "ann@example.org"},
        {"email": None, "staff_number": "R104", "is_active": False},
    ],
)
def test_no_code_is_made_that_could_not_be_used(fields: dict[str, object], flask: Flask, council: int) -> None:
    person: Person = PersonFactory(organisation_id=council, organisation=None, **fields)
    result = flask("people", "code", "--email", person.email or person.staff_number)
    assert result.exit_code == 1
    assert "Codes are for open accounts" in result.output
    assert db.session.query(SignInToken).count() == 0
