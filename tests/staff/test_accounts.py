"""Adding people, finding accounts, changing them."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Person, Posting, RecordView
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import PersonFactory, member_of
from tests.staffing.conftest import asked
from tests.web.scene import client_of


def new(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "name": "Cy Fox",
        "email": "cy@example.org",
        "team": str(cast.team.id),
        "job": "Operative",
        "is_customer_facing": "y",
        "line_manager": cast.manager.email,
    } | more


def find(name: str) -> Person:
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def names(page: Page) -> list[str]:
    return [str(link.text_content()) for link in page.document.xpath("//tbody//a")]


def test_a_lead_adds_somebody(lead: StrictClient, cast: Cast) -> None:
    page = lead.press(lead.get(lead.get("/people").link("Add a person")), "Save", **new(cast))
    person = find("Cy Fox")
    assert page.path == f"/people/{person.id}"
    assert "Cy Fox is added" in page.words
    posting = db.session.scalars(select(Posting).where(Posting.person_id == person.id)).one()
    assert (posting.job, posting.is_customer_facing, posting.manages) == ("Operative", True, False)
    assert posting.line_manager_id == cast.manager.id
    assert (person.password_hash, person.is_lead) == (None, False)
    assert asked(person) == ["short"]


def test_sending_it_twice_adds_one_and_leads_to_them(lead: StrictClient, admin: StrictClient, cast: Cast) -> None:
    for client, number in ((lead, "R-77"), (admin, "R 77")):
        form = client.get("/people/new").form("Save")
        page = client.follow(client.submit(form, **new(cast, staff_number=number)))
        if client is admin:
            assert page.path == "/people/accounts"
        page = client.follow(client.submit(form, **new(cast, staff_number=number)))
        assert "Cy Fox has been added already, and is there once." in page.words
    page = lead.press(lead.get("/people/new"), "Save", **new(cast, staff_number="R77"))
    assert page.path == f"/people/{find('Cy Fox').id}"


def test_another_person_with_a_known_address_is_refused_and_the_first_is_shown(lead: StrictClient, cast: Cast) -> None:
    form = lead.get("/people/new").form("Save")
    lead.submit(form, **new(cast))
    page = lead.page_of(lead.submit(form, expect=400, **new(cast, name="Cyd Fox")))
    assert "cy@example.org has an account already" in page.words
    assert page.link("Cy Fox") == f"/people/{find('Cy Fox').id}/change"
    leaver = member_of(cast.team, name="Lou Leaver", email="lou@example.org", is_active=False)
    page = lead.page_of(lead.submit(form, expect=400, **new(cast, name="Lou Leaver", email="lou@example.org")))
    assert page.link("Lou Leaver") == f"/people/{leaver.id}/return"
    elsewhere = {"name": cast.other_lead.name, "email": cast.other_lead.email}
    page = lead.page_of(lead.submit(form, expect=400, **new(cast, **elsewhere)))
    assert "Here already" not in page.words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Enter the name"),
        ({"name": "N" * 201}, "at most 200 characters"),
        ({"email": "", "staff_number": ""}, "Enter an email address, a staff number, or both"),
        ({"email": "nowhere"}, "Enter an email address such as"),
        ({"email": "", "staff_number": "a@b"}, "A staff number has no @"),
        ({"team": ""}, "Choose the team"),
        ({"team": "999999"}, "Choose one of the list"),
        ({"employment": "pirate"}, "Choose one of the list"),
        ({"line_manager": "nobody@example.org"}, "Nobody here has this address or staff number"),
        ({"from_day": ""}, "Enter the first day"),
        ({"from_day": "0001-01-01"}, "Check the year"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    lead: StrictClient, cast: Cast, fields: dict[str, str], said: str
) -> None:
    form = lead.get("/people/new").form("Save")
    page = lead.page_of(lead.submit(form, expect=400, **new(cast, **fields)))
    assert said in page.words
    assert page.document.xpath("//input[@name='job']/@value") == ["Operative"]
    assert db.session.scalar(select(Person).where(Person.email == "cy@example.org")) is None


def test_a_team_elsewhere_cannot_be_chosen(lead: StrictClient, cast: Cast) -> None:
    form = lead.get("/people/new").form("Save")
    lead.submit(form, expect=400, **new(cast, team=str(cast.other_team.id)))
    lead.submit(form, expect=400, **new(cast, line_manager=cast.other_lead.email))


def test_a_lead_gives_what_leads_may_and_an_administrator_more(
    lead: StrictClient, admin: StrictClient, cast: Cast
) -> None:
    offered = "//input[@name='rights']/@value"
    assert lead.get("/people/new").document.xpath(offered) == ["trainer", "lead"]
    assert admin.get("/people/new").document.xpath(offered) == ["trainer", "lead", "admin", "coordinator"]
    form = lead.get("/people/new").form("Save")
    lead.submit(form, expect=400, **new(cast, rights=["admin"]))
    admin.submit(admin.get("/people/new").form("Save"), **new(cast, rights=["admin"]))
    assert find("Cy Fox").is_admin


def test_an_administrator_finds_accounts_but_no_training(admin: StrictClient, cast: Cast) -> None:
    page = admin.get("/people/accounts?q=lena")
    assert names(page) == ["Lena Learner"]
    assert page.link("Lena Learner") == f"/people/{cast.learner.id}/change"
    admin.get(f"/people/{cast.learner.id}", expect=403)
    db.session.rollback()
    looks = db.session.execute(select(RecordView.viewer_id, RecordView.what, RecordView.teams)).all()
    assert looks == [(cast.admin.id, "list", None)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=R+12", ["Nia Number"]),
        ("q=nia", ["Nia Number"]),
        ("q=nobody", []),
        ("q=%25", []),
        ("show=left", ["Lou Leaver"]),
        ("show=left&q=nia", []),
    ],
)
def test_finding_accounts(lead: StrictClient, cast: Cast, query: str, found: list[str]) -> None:
    member_of(cast.team, name="Nia Number", email=None, staff_number="R123")
    member_of(cast.team, name="Lou Leaver", is_active=False)
    PersonFactory(name="Nia Nextdoor", staff_number="R124")
    assert names(lead.get(f"/people/accounts?{query}")) == found


def test_who_has_never_signed_in(lead: StrictClient, cast: Cast) -> None:
    with writing():
        db.session.query(Person).update({"first_signed_in_on": date(2026, 11, 2)})
        cast.learner.first_signed_in_on = None
    assert names(lead.get("/people/accounts?show=never")) == ["Lena Learner"]
    assert "Never" in lead.get("/people/accounts?q=lena").words
    with writing():
        cast.learner.first_signed_in_on = date(2026, 11, 16)
    assert "Everybody who is here has signed in" in lead.get("/people/accounts?show=never").words


def test_a_name_and_a_staff_number_are_changed(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{cast.learner.id}/change")
    lead.press(page, "Save", name="Lena  Larch", staff_number="r 77")
    person = find("Lena Larch")
    assert (person.staff_number, person.email) == ("R77", cast.learner.email)


def test_an_address_that_somebody_has(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{cast.learner.id}/change")
    refused = lead.page_of(lead.submit(page.form("Save"), expect=400, email=cast.other_lead.email.upper()))
    assert "has an account already" in refused.words


def test_a_lead_cannot_take_over_an_administrators_account(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{cast.admin.id}/change")
    assert page.document.xpath("//input[@name='email']") == []
    assert "only an administrator may change with what they sign in" in page.words
    fields = {"name": "Ada Ash", "email": "mine@example.org", "rights": ["trainer"]}
    lead.submit(page.form("Save"), **fields)
    person = find("Ada Ash")
    assert (person.email, person.is_trainer, person.is_admin) == (cast.admin.email, True, True)


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_nobody_gives_themselves_more(role: str, app: Flask, cast: Cast) -> None:
    client, me = client_of(app, cast, role), getattr(cast, role)
    page = client.get(f"/people/{me.id}/change")
    assert page.document.xpath("//input[@name='rights']/@value") == [role]
    client.submit(page.form("Save"), expect=400, rights=["trainer", role])
    db.session.refresh(me)
    assert not me.is_trainer


def test_the_last_of_a_kind_does_not_give_it_up(lead: StrictClient, admin: StrictClient, cast: Cast) -> None:
    for client, me in ((lead, cast.lead), (admin, cast.admin)):
        page = client.get(f"/people/{me.id}/change")
        refused = client.page_of(client.submit(page.form("Save"), expect=400, rights=[]))
        assert "Give somebody else the right first" in refused.words
    member_of(cast.office, name="Lou Lead", is_lead=True)
    lead.submit(lead.get(f"/people/{cast.lead.id}/change").form("Save"), rights=[])
    lead.get("/people/new", expect=403)
