"""What an organisation asks for and puts in, and that its people see it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.authoring.records import publish
from app.content.edition import Edition
from app.content.local_details import LOCAL_DETAILS
from app.database import writing
from app.extensions import db
from app.models import HelpService, LocalDetail, Module, Organisation, Requirement
from app.people.setting_up import DEFAULT_REQUIREMENTS
from app.support.records import help_services
from tests.client import StrictClient
from tests.conftest import NOW
from tests.factories import HelpServiceFactory, OrganisationFactory, PersonFactory, TeamFactory, member_of

Command = Callable[..., Result]


def publish_as(edition: Edition, *slugs: str) -> None:
    with writing():
        for number, slug in enumerate(slugs):
            publish(replace(edition, module=replace(edition.module, slug=slug), sha256=f"{number}" * 64), NOW)


def asked() -> list[tuple[str, str, int, bool]]:
    query = select(Module.slug, Requirement.audience, Requirement.within_days, Requirement.is_mandatory)
    return [tuple(row) for row in db.session.execute(query.join(Module).order_by(Module.slug, Requirement.audience))]


def test_a_new_organisation_asks_for_the_three_modules(flask: Command, app: Flask, short_edition: Edition) -> None:
    publish_as(short_edition, *(slug for slug, *_ in DEFAULT_REQUIREMENTS))
    result = flask("organisation", "create", "Northgate")
    assert result.exit_code == 0, result.output
    assert asked() == [(slug, audience, days, True) for slug, audience, days in DEFAULT_REQUIREMENTS]
    assert "level-1-managers is mandatory for managers, within 60 days of joining" in result.stdout
    assert "Publish first" not in result.stdout


def test_it_asks_for_those_that_are_published_and_says_which_are_not(
    flask: Command, app: Flask, short_edition: Edition
) -> None:
    publish_as(short_edition, "level-1-awareness", "of-our-own")
    result = flask("organisation", "create", "Northgate")
    assert asked() == [("level-1-awareness", "everyone", 30, True)]
    assert "Publish first" in result.stdout
    assert "flask organisation require level-1-managers --audience managers --within 60" in result.stdout
    assert "Nothing is asked" not in result.stdout


def test_before_anything_is_published_it_says_to_publish_first(flask: Command) -> None:
    result = flask("organisation", "create", "Northgate")
    assert result.exit_code == 0
    assert asked() == []
    assert "Nothing is asked of anybody yet" in result.stdout
    assert "flask content publish" in result.stdout


@pytest.mark.parametrize("twin", ["Northgate Council", " Northgate  Council ", "NORTHGATE council"])
def test_a_twin_is_refused(flask: Command, twin: str) -> None:
    flask("organisation", "create", "  Northgate   Council ")
    assert db.session.scalars(select(Organisation.name)).all() == ["Northgate Council"]
    result = flask("organisation", "create", twin)
    assert result.exit_code == 2
    assert "There is an organisation of the name Northgate Council already" in result.stderr


@pytest.mark.usefixtures("now", "published")
def test_what_is_required_is_asked_of_people(flask: Command, client: StrictClient) -> None:
    owner = OrganisationFactory(name="Northgate")
    team = TeamFactory(organisation_id=owner.id)
    client.sign_in(member_of(team, manages=True))
    assert "Nobody in your teams is asked for training yet" in client.get("/team").words
    assert flask("organisation", "require", "short", "--organisation", "Northgate").exit_code == 0
    assert "0 of 1 are in date. 1 overdue" in client.get("/team").words


@pytest.mark.usefixtures("published")
def test_a_requirement_is_added_for_each_audience_and_changed(flask: Command) -> None:
    OrganisationFactory()
    flask("organisation", "require", "short")
    flask("organisation", "require", "short", "--audience", "managers", "--within", 10)
    assert asked() == [("short", "everyone", 30, True), ("short", "managers", 10, True)]
    result = flask("organisation", "require", "short", "--within", 90, "--recommended")
    assert asked() == [("short", "everyone", 90, False), ("short", "managers", 10, True)]
    assert "short is recommended to everyone, within 90 days of joining" in result.stdout


@pytest.mark.usefixtures("published")
def test_a_requirement_is_of_one_organisation(flask: Command) -> None:
    OrganisationFactory(name="Northgate")
    other = OrganisationFactory(name="Southgate")
    assert flask("organisation", "require", "short").exit_code == 1
    assert flask("organisation", "require", "short", "--organisation", "southgate").exit_code == 0
    assert db.session.scalars(select(Requirement.organisation_id)).all() == [other.id]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["level-9"], "level-9 is not published. Published are: short."),
        (["short", "--within", "-1"], "Invalid value for '--within'"),
        (["short", "--within", "99999999"], "Invalid value for '--within'"),  # a date that no calendar has
        (["short", "--audience", "cats"], "Invalid value for '--audience'"),
    ],
)
def test_a_requirement_that_cannot_be(flask: Command, words: list[str], said: str) -> None:
    OrganisationFactory()
    result = flask("organisation", "require", *words)
    assert result.exit_code != 0
    assert said in result.stderr
    assert asked() == []


def test_a_module_that_was_begun_but_never_published_cannot_be_required(flask: Command) -> None:
    OrganisationFactory()
    with writing():
        db.session.add(Module(slug="draft"))
    assert "draft is not published. No module is." in flask("organisation", "require", "draft").stderr


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
