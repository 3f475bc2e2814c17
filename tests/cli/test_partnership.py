"""Putting organisations together, so that they see each other's counts."""

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import select

from app.extensions import db
from app.models import Organisation
from tests.factories import OrganisationFactory

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def districts(app: object) -> None:
    for name in ("District One", "District Two"):
        OrganisationFactory(name=name)


def members() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Organisation.name).where(Organisation.partnership_id.is_not(None))))


def test_organisations_come_and_go(flask: Command) -> None:
    assert flask("partnership", "create", "County").exit_code == 0
    assert flask("partnership", "list").stdout == "County: no organisations yet\n"
    assert flask("partnership", "add", "County", "District One").exit_code == 0
    assert flask("partnership", "add", "County", "District Two").exit_code == 0
    assert flask("partnership", "list").stdout == "County: District One, District Two\n"
    assert flask("partnership", "remove", "District One").exit_code == 0
    assert members() == ["District Two"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("add", "Shire", "District One"), "There is no partnership of the name Shire. There are: County"),
        (("add", "County", "District Nine"), "There are: District One, District Two"),
        (("create", "County"), "There is a partnership of the name County already"),
        (("create", " "), "must have 1 to 200 characters"),
        (("remove", "District One"), "District One is in no partnership"),
    ],
)
def test_what_cannot_be_is_told(flask: Command, command: tuple[str, ...], told: str) -> None:
    flask("partnership", "create", "County")
    result = flask("partnership", *command)
    assert result.exit_code != 0
    assert told in result.stderr
    assert members() == []


def test_an_organisation_is_in_one_partnership_only(flask: Command) -> None:
    for name in ("County", "Shire"):
        flask("partnership", "create", name)
    flask("partnership", "add", "County", "District One")
    result = flask("partnership", "add", "Shire", "District One")
    assert "is in another partnership" in result.stderr
    assert flask("partnership", "list").stdout.startswith("County: District One\n")
