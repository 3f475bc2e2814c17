"""Who somebody is, in the head of their training record: as much as its reader may know."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import Person, Posting
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import PersonFactory, PostingFactory
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def lead(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "lead")


@pytest.fixture
def manager(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "manager")


def facts(page: Page) -> dict[str, str]:
    found = page.document.xpath("//main//dl[1]/div")
    return {row.xpath("string(dt)"): " ".join(" ".join(row.xpath("dd//text()")).split()) for row in found}


def plumber(cast: Cast, **fields: Any) -> Person:
    """Without an email address, in the team that the manager manages."""
    posting = {"job": "Plumber", "line_manager_id": cast.manager.id} | fields.pop("posting", {})
    made = PersonFactory(
        organisation_id=cast.organisation.id, name="Pia Plumber", staff_number="R104", email=None, **fields
    )
    PostingFactory(person_id=made.id, team_id=cast.team.id, **posting)
    return made


def code_link(page: Page) -> list[str]:
    return [str(each.get("href")) for each in page.document.xpath("//a[normalize-space()='Print a code']")]


def test_a_lead_reads_all_of_it(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{plumber(cast, last_day=date(2026, 12, 31)).id}")
    assert facts(page) == {
        "Name": "Pia Plumber",
        "Team and job": "Repairs, Plumber",
        "Line manager": "Mani Manager",
        "Email address": "None",
        "Staff number": "R104",
        "Last day": "31 December 2026",
    }
    assert page.link("Mani Manager") == f"/people/{cast.manager.id}"


def test_a_manager_reads_what_they_need(manager: StrictClient, cast: Cast) -> None:
    """Neither with what somebody signs in, nor that they are going to leave."""
    page = manager.get(f"/people/{plumber(cast, last_day=date(2026, 12, 31)).id}")
    assert list(facts(page)) == ["Name", "Team and job", "Line manager", "Email address"]
    assert "R104" not in page.text
    assert code_link(page) == []


def test_a_line_manager_whom_one_may_not_see_is_no_link(manager: StrictClient, lead: StrictClient, cast: Cast) -> None:
    person = plumber(cast, posting={"line_manager_id": cast.colleague.id})
    page = manager.get(f"/people/{person.id}")
    assert facts(page)["Line manager"] == "Cole Colleague"
    assert not page.document.xpath(f"//a[@href='/people/{cast.colleague.id}']")
    assert lead.get(f"/people/{person.id}").link("Cole Colleague") == f"/people/{cast.colleague.id}"


def test_several_jobs_stand_below_each_other(lead: StrictClient, cast: Cast) -> None:
    person = plumber(cast)
    PostingFactory(person_id=person.id, team_id=cast.office.id, line_manager_id=cast.admin.id)
    told = facts(lead.get(f"/people/{person.id}"))
    assert told["Teams and jobs"] == "Office Repairs, Plumber"
    assert told["Line managers"] == "Ada Admin Mani Manager"


@pytest.mark.parametrize("role", ["manager", "lead"])
def test_of_who_has_left_the_last_job_and_day_are_told(role: str, app: Flask, cast: Cast) -> None:
    day = date(2026, 10, 31)
    person = plumber(cast, is_active=False, last_day=day, posting={"ends_on": day})
    PostingFactory(
        person_id=person.id, team_id=cast.office.id, starts_on=date(2025, 1, 6), ends_on=date(2025, 12, 31), job="Temp"
    )
    page = client_of(app, cast, role).get(f"/people/{person.id}")
    told = facts(page)
    assert told["Name"] == "Pia Plumber Has left"
    assert told["Team and job"] == "Until 31 October 2026: Repairs, Plumber"
    assert told["Last day"] == "31 October 2026"
    assert "Line manager" not in told
    assert code_link(page) == []


def test_a_lead_is_led_to_a_code_for_this_person(lead: StrictClient, cast: Cast) -> None:
    (address,) = code_link(lead.get(f"/people/{plumber(cast).id}"))
    boxes = lead.get(address).document.xpath("//input[@name='person']/following-sibling::label/span[1]")
    assert [box.text for box in boxes] == ["Pia Plumber"]


def test_not_where_no_code_can_be_made(lead: StrictClient, cast: Cast) -> None:
    """They sign in by email, or hold rights that a lead may not give."""
    person = plumber(cast, is_admin=True)
    assert code_link(lead.get(f"/people/{person.id}")) == []
    assert code_link(lead.get(f"/people/{cast.learner.id}")) == []
    with writing():
        db.session.get_one(Person, cast.lead.id).is_admin = True
    assert len(code_link(lead.get(f"/people/{person.id}"))) == 1


def test_who_was_in_no_team_yet_reads_so(lead: StrictClient, cast: Cast) -> None:
    person = plumber(cast)
    with writing():
        db.session.query(Posting).filter_by(person_id=person.id).update({"starts_on": date(2027, 1, 4)})
    assert facts(lead.get(f"/people/{person.id}"))["Team and job"] == "In no team today"


def test_a_manager_who_is_an_administrator_is_led_there_too(manager: StrictClient, cast: Cast) -> None:
    with writing():
        db.session.get_one(Person, cast.manager.id).is_admin = True
    page = manager.get(f"/people/{plumber(cast).id}")
    assert len(code_link(page)) == 1
    assert "Change details" not in page.words
