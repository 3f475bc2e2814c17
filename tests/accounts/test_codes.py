"""One-time codes on paper: who may print them for whom, and what they are good for."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Person, SignInToken, Team
from app.rules.sign_in import GUESSES_PER_NETWORK
from tests.accounts.conftest import colleague
from tests.client import Page, StrictClient
from tests.factories import PASSWORD, TeamFactory, member_of

pytestmark = pytest.mark.usefixtures("now")
NEW = "four words this time"
REFUSED = "The staff number or the code is not right"


@pytest.fixture
def newcomer(team: Team) -> Person:
    """Somebody with the staff number R200 who has no password yet."""
    return colleague(team, name="Nia Newcomer", email=None, staff_number="R200", password_hash=None)


@pytest.fixture
def office(app: Flask, lead: Person) -> StrictClient:
    return StrictClient(app).sign_in(lead)


def printed(office: StrictClient, *people: Person, address: str = "/people/codes") -> Page:
    form = office.get(address).form("Make codes")
    return office.page_of(office.submit(form, expect=200, person=[str(each.id) for each in people]))


def code_on(page: Page) -> str:
    return re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.words)[0]


def offered(page: Page) -> dict[str, bool]:
    """Who can be chosen, by name, and whether they are chosen already."""
    boxes = page.document.xpath("//input[@name='person']")
    names = [box.getnext().xpath("string(span)") for box in boxes]
    return dict(zip(names, [box.get("checked") is not None for box in boxes], strict=True))


def enter(client: StrictClient, code: str, number: str = "R200", expect: int = 303) -> Page:
    response = client.submit(client.get("/sign-in/code").form("Continue"), expect=expect, number=number, code=code)
    return client.follow(response) if expect == 303 else client.page_of(response)


def test_a_slip_leads_from_paper_to_my_training(office: StrictClient, client: StrictClient, newcomer: Person) -> None:
    slips = printed(office, newcomer)
    assert "Nia Newcomer" in slips.words
    assert "R200" in slips.words
    assert "http://localhost/sign-in/code" in slips.words
    page = enter(client, code_on(slips).lower().replace("-", " "), number=" r200 ")
    assert "Nia Newcomer" in page.words
    page = client.press(page, "Save and sign in", new=NEW, again=NEW)
    assert page.heading == "My training"
    client.press(page, "Sign out")
    page = client.press(client.get("/sign-in/staff"), "Sign in", number="R200", password=NEW)
    assert page.heading == "My training"


def test_a_code_works_once(office: StrictClient, app: Flask, newcomer: Person) -> None:
    code = code_on(printed(office, newcomer))
    first, second = StrictClient(app), StrictClient(app)
    page, late = enter(first, code), enter(second, code)
    first.press(page, "Save and sign in", new=NEW, again=NEW)
    assert "does not work any more" in second.page_of(second.submit(late.form("Save"), expect=410, new=NEW)).heading
    assert REFUSED in enter(StrictClient(app), code, expect=400).words


def test_a_new_code_replaces_the_old_one(
    office: StrictClient, client: StrictClient, newcomer: Person, now: datetime
) -> None:
    old = code_on(printed(office, newcomer))
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        new = code_on(printed(office, newcomer))
        assert REFUSED in enter(client, old, expect=400).words
        assert enter(client, new).heading == "Choose a password"


def test_a_code_runs_out_after_thirty_days(
    office: StrictClient, client: StrictClient, newcomer: Person, now: datetime
) -> None:
    code = code_on(printed(office, newcomer))
    with time_machine.travel(now + timedelta(days=30, seconds=-1), tick=False):
        page = enter(client, code)
    with time_machine.travel(now + timedelta(days=30), tick=False):
        enter(client, code, expect=400)
        client.submit(page.form("Save"), expect=410, new=NEW, again=NEW)


@pytest.mark.parametrize("number", ["R104", "NOBODY", "R2000"])
def test_a_code_needs_its_own_staff_number(
    number: str, office: StrictClient, client: StrictClient, newcomer: Person, operative: Person
) -> None:
    page = enter(client, code_on(printed(office, newcomer)), number=number, expect=400)
    assert REFUSED in page.words


def test_only_a_keyed_hash_of_a_code_is_stored(office: StrictClient, newcomer: Person) -> None:
    code = code_on(printed(office, newcomer)).replace("-", "")
    token = db.session.scalar(select(SignInToken))
    assert token is not None
    assert len(token.token_hash) == 32
    assert code.encode() not in token.token_hash


def test_wrong_codes_hold_up_a_network_and_no_person(app: Flask, office: StrictClient, newcomer: Person) -> None:
    """Codes cannot be guessed; a stranger who tries must not keep the owner of a slip out."""
    code, stranger = code_on(printed(office, newcomer)), StrictClient(app)
    stranger.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    form = stranger.get("/sign-in/code").form("Continue")
    for _ in range(GUESSES_PER_NETWORK):
        stranger.submit(form, expect=400, number="R200", code="2222-2222-2222")
    stranger.submit(form, expect=429, number="R200", code=code)
    assert enter(StrictClient(app), code).heading == "Choose a password"


def test_sending_the_page_twice_does_not_replace_what_is_being_printed(
    office: StrictClient, client: StrictClient, newcomer: Person
) -> None:
    form = office.get("/people/codes").form("Make codes")
    slips = office.page_of(office.submit(form, expect=200))
    again = office.follow(office.submit(form, expect=303))
    assert "made already" in again.words
    assert enter(client, code_on(slips)).heading == "Choose a password"


def test_the_page_offers_who_needs_a_code_and_ticks_who_has_none(
    office: StrictClient, newcomer: Person, operative: Person, person: Person, team: Team, now: datetime
) -> None:
    colleague(team, name="Gone", email=None, staff_number="G", is_active=False, password_hash=None)
    colleague(team, name="Over", email=None, staff_number="O", last_day=now.date() - timedelta(days=1))
    assert offered(office.get("/people/codes")) == {"Nia Newcomer": True}
    printed(office, newcomer)
    assert offered(office.get("/people/codes")) == {"Nia Newcomer": False}
    everybody = offered(office.get("/people/codes?show=everybody"))
    assert everybody == {"Rob Repairs": False, "Nia Newcomer": False}


def test_the_page_is_narrowed_by_team(office: StrictClient, newcomer: Person, team: Team) -> None:
    below = TeamFactory(name="Voids", organisation_id=team.organisation_id, parent_id=team.id)
    aside = TeamFactory(name="Aside", organisation_id=team.organisation_id)
    for name, place in (("Val Voids", below), ("Abe Aside", aside)):
        member_of(place, name=name, email=None, staff_number=name[:3], password_hash=None)
    assert set(offered(office.get(f"/people/codes?team={team.id}"))) == {"Nia Newcomer", "Val Voids"}
    assert set(offered(office.get(f"/people/codes?team={aside.id}"))) == {"Abe Aside"}
    office.get("/people/codes?team=999999", expect=400)


def test_somebody_who_forgot_their_password_gets_a_new_one_with_a_slip(
    office: StrictClient, app: Flask, operative: Person
) -> None:
    """Until the code is used, the old password works; then it ends, with all sessions."""
    client, elsewhere = StrictClient(app), StrictClient(app)
    elsewhere.press(elsewhere.get("/sign-in/staff"), "Sign in", number="R104", password=PASSWORD)
    code = code_on(printed(office, operative, address="/people/codes?show=everybody"))
    elsewhere.get("/account")
    page = enter(client, code, number="R104")
    client.press(page, "Save and sign in", new=NEW, again=NEW)
    elsewhere.fetch("/account", expect=303)
    client.get("/account")


@pytest.mark.parametrize("right", ["is_admin", "is_coordinator"])
def test_nobody_prints_a_code_for_somebody_with_more_rights(
    right: str, office: StrictClient, team: Team, newcomer: Person
) -> None:
    """Who prints a code could use it; so could get rights that they may not give."""
    mighty = colleague(team, name="Mia Mighty", email=None, staff_number="M1", password_hash=None, **{right: True})
    assert set(offered(office.get("/people/codes"))) == {"Nia Newcomer"}
    form = office.get("/people/codes").form("Make codes")
    office.submit(form, expect=303, person=str(mighty.id))
    assert db.session.query(SignInToken).count() == 0


def test_an_administrator_who_is_a_lead_may(app: Flask, team: Team) -> None:
    both = colleague(team, is_lead=True, is_admin=True)
    mighty = colleague(team, name="Mia Mighty", email=None, staff_number="M1", password_hash=None, is_admin=True)
    assert "Mia Mighty" in printed(StrictClient(app).sign_in(both), mighty).words


def test_nobody_of_another_organisation_gets_a_code(office: StrictClient, newcomer: Person) -> None:
    other = member_of(TeamFactory(), name="Olga Other", email=None, staff_number="X", password_hash=None)
    assert "Olga Other" not in offered(office.get("/people/codes"))
    form = office.get("/people/codes").form("Make codes")
    for sent in (str(other.id), str(10**30), "-1", "0"):
        office.submit(form, expect=303, person=sent)
    assert db.session.query(SignInToken).count() == 0


@pytest.mark.parametrize("sent", [[], "x"])
def test_somebody_has_to_be_chosen(sent: object, office: StrictClient, newcomer: Person) -> None:
    form = office.get("/people/codes").form("Make codes")
    page = office.page_of(office.submit(form, expect=400, person=sent))
    assert "Choose at least one person" in page.words


@pytest.fixture
def crew(office: StrictClient, team: Team) -> None:
    """Three who need a code: Åsa with the number R12 in Repairs, Bo with X-R1 there, Cy with 77 in Östra."""
    east = TeamFactory(name="Östra", organisation_id=team.organisation_id)
    for name, number, place in (("Åsa Ek", "R12", team), ("Bo Day", "X-R1", team), ("Cy Fox", "77", east)):
        member_of(place, name=name, email=None, staff_number=number, password_hash=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("åsa", {"Åsa Ek"}),
        (" DAY ", {"Bo Day"}),
        ("r1", {"Åsa Ek"}),
        ("R 12", {"Åsa Ek"}),
        ("x-r", {"Bo Day"}),
        ("repair", {"Åsa Ek", "Bo Day"}),
        ("östra", {"Cy Fox"}),
        ("%", set()),
        ("_", set()),
        ("nobody", set()),
    ],
)
def test_people_are_found_by_name_staff_number_or_team(
    text: str, found: set[str], office: StrictClient, crew: None
) -> None:
    page = office.page_of(office.send("GET", "/people/codes", query_string={"q": text}))
    assert set(offered(page)) == found
    assert page.document.xpath("//form[@method='get']//input[@name='q']/@value") == [text.strip()]
    assert ("Nobody matches who needs a code" in page.words) is (found == set())


def test_a_search_is_remembered_while_codes_are_made(office: StrictClient, crew: None, team: Team) -> None:
    """Also by what goes wrong; and only those found are printed, whoever is asked for."""
    page = office.get(f"/people/codes?q=bo&team={team.id}")
    again = office.page_of(office.submit(page.form("Make codes"), expect=400, person=[]))
    assert set(offered(again)) == {"Bo Day"}
    assert again.document.xpath("//form[@method='get']//input[@name='q']/@value") == ["bo"]
    everybody = [str(each.id) for each in db.session.query(Person).filter(Person.password_hash.is_(None))]
    slips = office.page_of(office.submit(again.form("Make codes"), expect=200, person=everybody))
    assert "Bo Day" in slips.words
    assert "Åsa Ek" not in slips.words
    late = office.submit(again.form("Make codes"), expect=303, person=everybody)
    assert "q=bo" in late.headers["Location"]


def test_a_search_that_is_too_long_says_so(office: StrictClient) -> None:
    assert "A part is enough" in office.get("/people/codes?q=" + "x" * 201, expect=400).words
