import pytest
from flask import Flask

from app.content.neutral import topic_word
from app.database import writing
from app.models import Person
from app.support.national_services import NATIONAL_SERVICES
from app.support.records import add_national_services
from tests.client import StrictClient
from tests.factories import HelpServiceFactory, LocalDetailFactory, TeamFactory, member_of


@pytest.fixture
def person(app: Flask) -> Person:
    return member_of(TeamFactory())


def test_help_is_there_before_signing_in(client: StrictClient) -> None:
    page = client.get("/help")
    for name, phone, audience in NATIONAL_SERVICES:
        assert name in page.words
        assert page.document.xpath(f"//a[@href='tel:{phone.replace(' ', '')}']")
        assert audience in page.words
    assert "Near you" not in page.words
    assert "Call 999" in page.words


def test_an_organisations_own_services_come_first(client: StrictClient, person: Person) -> None:
    HelpServiceFactory(organisation_id=person.organisation_id, name="Far away", phone="0800 1")
    HelpServiceFactory(organisation_id=person.organisation_id, name="Close by", phone="020 7946 0013", is_local=True)
    LocalDetailFactory(organisation_id=person.organisation_id, name="pathway.wellbeing", value="Wendy on 1234")
    LocalDetailFactory(organisation_id=person.organisation_id, name="pathway.lead", value="Jo on 5678")
    words = client.sign_in(person).get("/help").words
    assert words.index("Near you") < words.index("Close by") < words.index("Free helplines") < words.index("Far away")
    assert "You can talk in confidence to Wendy on 1234." in words
    assert "Ask Jo on 5678." in words


def test_another_organisations_services_are_theirs(client: StrictClient, person: Person) -> None:
    HelpServiceFactory(organisation_id=member_of(TeamFactory()).organisation_id, name="Of others", is_local=True)
    assert "Of others" not in client.sign_in(person).get("/help").words


def test_a_new_organisation_begins_with_the_national_ones(client: StrictClient, person: Person) -> None:
    with writing():
        add_national_services(person.organisation_id)
    words = client.sign_in(person).get("/help").words
    assert all(name in words for name, _, _ in NATIONAL_SERVICES)
    assert "Near you" not in words


@pytest.mark.parametrize("path", ["/help", "/privacy", "/accessibility", "/sign-in"])
def test_help_and_the_way_out_are_on_every_page_for_everybody(path: str, client: StrictClient) -> None:
    page = client.get(path)
    assert page.link("Help and support") == "/help"
    assert page.document.xpath("//a[@href='/exit']")
    assert topic_word(page.document.findtext(".//title")) is None


def test_whatever_helps_can_be_called_from_a_phone(client: StrictClient) -> None:
    for address in client.get("/help").document.xpath("//a[starts-with(@href, 'tel:')]/@href"):
        assert address.removeprefix("tel:").isdecimal()


def test_health(client: StrictClient) -> None:
    assert client.fetch("/health/live").get_json() == {"status": "live"}
    assert client.fetch("/health/ready").get_json() == {"status": "ready"}
