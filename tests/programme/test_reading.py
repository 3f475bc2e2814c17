"""The programme as a training lead reads it, its versions and the worked examples."""

from flask import Flask

from app.assignments.applying import apply_programme
from app.content.programmes.reading import read_programme
from app.database import writing
from app.web import clock
from tests.client import StrictClient
from tests.factories import put_in_force
from tests.programme.conftest import FIRST, SECOND, Office


def test_each_requirement_is_a_sentence(lead: StrictClient) -> None:
    page = lead.get("/programme")
    assert "Everyone must do Short module within 30 days of joining, and again every 36 months." in page.words
    assert "Version 1 is in force since 16 November 2026" in page.words


def test_an_organisation_without_a_programme_begins_with_a_worked_example(app: Flask, office: Office) -> None:
    client = StrictClient(app).sign_in(office.lead)
    page = client.follow(client.fetch("/programme", expect=303))
    assert page.heading == "Begin your programme"
    page = client.get(page.link("Hackney"))
    assert "must do" in page.words
    draft = client.press(page, "Begin with this one")
    assert draft.heading == "Draft of the next version"
    assert 'There is no team "' in draft.words
    assert client.get("/programme/edit").path == "/programme/edit"


def test_a_version_says_what_changed_and_who_applied_it(lead: StrictClient, in_office: Office) -> None:
    with writing():
        apply_programme(in_office.organisation.id, SECOND, clock.now(), in_office.lead.id)
    words = lead.get("/programme/versions/2").words
    assert "Lee Lead – in force now" in words
    assert "It is called “Northgate 2” and was called “Northgate”." in words
    assert "Level 1: changed" in words
    assert "Before Everyone must do Short module within 30 days of joining, and again every 36 months." in words
    assert "After Everyone must do Short module within 400 days of joining, and again every 36 months." in words
    assert "Level 2 for Repairs: new" in words
    assert "all of it was new" in lead.get("/programme/versions/1").words
    assert lead.get("/programme/versions/1").link("Version 2") == "/programme/versions/2"
    assert lead.get("/programme/versions/2").link("Version 1") == "/programme/versions/1"
    lead.get("/programme/versions/3", expect=404)


def test_the_download_is_the_very_source(lead: StrictClient) -> None:
    response = lead.fetch("/programme/versions/1.yml")
    assert response.get_data(as_text=True) == FIRST
    assert response.headers["Content-Disposition"] == 'attachment; filename="programme-1.yml"'
    assert read_programme(response.get_data(as_text=True), "x").programme.name == "Northgate"


def test_the_version_of_another_organisation_is_not_there(app: Flask, in_office: Office) -> None:
    client = StrictClient(app).sign_in(in_office.elsewhere)
    client.get("/programme/versions/1", expect=404)
    client.get("/programme/versions/1.yml", expect=404)
    put_in_force(in_office.elsewhere.organisation_id, SECOND.replace("Northgate 2", "Theirs"))
    assert "Theirs" in client.get("/programme").words


def test_a_worked_example_is_one_of_the_files_in_the_folder(lead: StrictClient) -> None:
    lead.get("/programme/examples/..%2Fmodules", expect=404)
    lead.get("/programme/examples/nothing", expect=404)
