"""What an organisation asks for and puts in, and that its people see it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.assignments.asking import asked_of
from app.assignments.checking import check_programme
from app.assignments.in_force import in_force
from app.authoring.records import publish
from app.content.edition import Edition
from app.content.local_details import LOCAL_DETAILS
from app.database import writing
from app.extensions import db
from app.models import HelpService, LocalDetail, Organisation
from app.staffing.setting_up import usual_programme
from app.support.records import help_services
from tests.client import StrictClient
from tests.conftest import NOW
from tests.factories import HelpServiceFactory, OrganisationFactory, PersonFactory, TeamFactory, member_of

Command = Callable[..., Result]


THE_USUAL = ("level-1-awareness", "level-1-managers", "level-1-refresher")


def publish_as(edition: Edition, *slugs: str) -> None:
    with writing():
        for number, slug in enumerate(slugs):
            publish(replace(edition, module=replace(edition.module, slug=slug), sha256=f"{number}" * 64), NOW)


def test_a_new_organisation_begins_with_the_usual_programme(flask: Command, app: Flask, short_edition: Edition) -> None:
    publish_as(short_edition, *THE_USUAL)
    result = flask("organisation", "create", "Northgate")
    assert result.exit_code == 0, result.output
    created = db.session.scalars(select(Organisation)).one()
    found = in_force(created.id)
    assert found.version == 1
    assert [each.key for each in found.programme.requirements] == ["core", "managers", "refresher"]
    assert "Everyone must do Short module within 30 days of joining" in result.stdout
    assert "Everyone who manages people must do" in result.stdout
    assert "Not published yet" not in result.stdout
    assert check_programme(usual_programme(), "level-1.yml", created.id).problems == ()


def test_it_says_which_modules_are_not_published_yet(flask: Command, app: Flask, short_edition: Edition) -> None:
    publish_as(short_edition, "level-1-awareness", "of-our-own")
    result = flask("organisation", "create", "Northgate")
    assert result.exit_code == 0
    assert "Not published yet: level-1-managers, level-1-refresher. Publish with" in result.stdout


@pytest.mark.parametrize("twin", ["Northgate Council", " Northgate  Council ", "NORTHGATE council"])
def test_a_twin_is_refused(flask: Command, twin: str) -> None:
    flask("organisation", "create", "  Northgate   Council ")
    assert db.session.scalars(select(Organisation.name)).all() == ["Northgate Council"]
    result = flask("organisation", "create", twin)
    assert result.exit_code == 2
    assert "There is an organisation of the name Northgate Council already" in result.stderr


@pytest.mark.usefixtures("now")
def test_what_the_usual_programme_asks_is_asked_of_people(
    flask: Command, client: StrictClient, short_edition: Edition
) -> None:
    publish_as(short_edition, *THE_USUAL)
    flask("organisation", "create", "Northgate")
    owner = db.session.scalars(select(Organisation)).one()
    member = member_of(TeamFactory(organisation_id=owner.id))
    assert [each.requirement.key for each in asked_of(member.id, owner.id, NOW.date())] == ["core", "refresher"]
    assert "Short module" in client.sign_in(member).get("/training").words


def test_every_local_detail_is_listed_with_what_lessons_say(flask: Command) -> None:
    OrganisationFactory(name="Northgate")
    flask("organisation", "detail", "pathway.hr", " the HR line ")
    lines = flask("organisation", "detail").stdout.splitlines()
    assert len(lines) == len(LOCAL_DETAILS)
    assert "organisation.name (Organisation's name): Northgate" in lines
    assert "pathway.hr (HR contact for staff matters): the HR line" in lines
    assert any(line.endswith("not set; lessons say “your adult safeguarding team”") for line in lines)


def test_a_local_detail_is_set_changed_and_taken_out(flask: Command) -> None:
    OrganisationFactory()
    versions = []
    for value in ("Jo", "Sam", "Sam"):
        assert flask("organisation", "detail", "pathway.lead", value).exit_code == 0
        assert db.session.scalars(select(LocalDetail.value)).all() == [value]
        versions.append(db.session.scalars(select(Organisation.version)).one())
    assert versions == [2, 3, 4]
    assert "not set" in flask("organisation", "detail", "pathway.lead", " ").stdout
    assert flask("organisation", "detail", "pathway.lead", "").exit_code == 0
    assert db.session.scalars(select(LocalDetail)).all() == []


def test_a_running_web_process_shows_it(flask: Command, client: StrictClient) -> None:
    client.sign_in(PersonFactory())
    assert "Ask your training lead." in client.get("/help").words
    flask("organisation", "detail", "pathway.lead", "Jo Bright")
    assert "Ask Jo Bright." in client.get("/help").words


def test_a_local_detail_that_cannot_be(flask: Command) -> None:
    OrganisationFactory()
    unknown = flask("organisation", "detail", "pathway.boss", "Jo")
    assert unknown.exit_code == 1
    assert "pathway.boss is not a local detail. There are: organisation.name, pathway.lead" in unknown.stderr
    assert "at most 500 characters" in flask("organisation", "detail", "pathway.lead", "J" * 501).stderr
    assert db.session.scalars(select(LocalDetail)).all() == []


def add_haven(flask: Command, name: str = "Northgate Haven", phone: str = "020 7946 0013") -> Result:
    return flask("organisation", "help-service", name, "--phone", phone, "--for", "Anyone in Northgate")


def test_a_local_service_comes_after_the_last_and_is_on_the_help_page(flask: Command, client: StrictClient) -> None:
    owner = OrganisationFactory()
    HelpServiceFactory(organisation_id=owner.id, position=101, name="First", is_local=True)
    assert add_haven(flask).exit_code == 0
    assert [each.name for each in help_services(owner.id)] == ["First", "Northgate Haven"]
    page = client.sign_in(PersonFactory(organisation_id=owner.id)).get("/help")
    assert page.link("020 7946 0013") == "tel:02079460013"


def test_the_first_service_of_an_organisation_without_any(flask: Command) -> None:
    OrganisationFactory()
    add_haven(flask)
    assert db.session.scalars(select(HelpService.position)).all() == [1]


def test_a_service_of_that_name_is_changed(flask: Command) -> None:
    OrganisationFactory()
    add_haven(flask)
    result = add_haven(flask, " northgate  HAVEN", "020 7946 0099")
    assert "changed" in result.stdout
    assert db.session.scalars(select(HelpService.phone)).all() == ["020 7946 0099"]


@pytest.mark.parametrize(
    ("name", "phone", "said"),
    [
        (" ", "020 7946 0013", "The name must have 1 to 200 characters"),
        ("Haven", "see the website", "is not a phone number"),
        ("Haven", "12", "is not a phone number"),
        ("Haven", "0" * 61, "is not a phone number"),
    ],
)
def test_a_service_that_cannot_be(flask: Command, name: str, phone: str, said: str) -> None:
    OrganisationFactory()
    result = add_haven(flask, name, phone)
    assert result.exit_code == 2
    assert said in result.stderr
    assert db.session.scalars(select(HelpService)).all() == []
