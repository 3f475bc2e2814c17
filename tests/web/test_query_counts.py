"""How many SQL statements a page needs, and that it does not grow with people or with history."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.database import writing
from app.models import Person
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import ask, member_of, record
from tests.journeys import begin, sit, values
from tests.web.counting import statements
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now")

MOST = {
    "/training": 18,
    "/modules/short": 3,
    "/modules/short/lessons/first-part": 3,
    "/modules/short/print": 3,
    "/modules/short/quiz": 6,
    "/team": 12,
    "/team.csv": 10,
    "/log": 10,
    "/log.csv": 8,
    "/people": 8,
    "/account/looks": 5,
    "/account/record": 1,
    "/help": 3,
    "/account": 2,
    "/privacy": 1,
}


@pytest.fixture
def client(app: Flask, cast: Cast) -> StrictClient:
    """The manager, whose pages have something to show."""
    ask(cast.organisation.id)
    return client_of(app, cast, "manager")


def cost(client: StrictClient, path: str) -> int:
    """Statements for a page that this web process has shown before."""
    client.fetch(path)
    with statements() as seen:
        client.fetch(path)
    return len(seen)


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_no_more_than_it_may(path: str, client: StrictClient) -> None:
    assert cost(client, path) <= MOST[path]


def test_the_pages_of_the_test(client: StrictClient) -> None:
    page = begin(client)
    assert cost(client, page.path) <= 4
    assert cost(client, f"{page.path.rsplit('/', 2)[0]}/check") <= 4
    assert posting(client, page) <= 6


def posting(client: StrictClient, page: Page) -> int:
    form = page.form("Continue")
    with statements() as seen:
        client.submit(form, option=values(page, right=True))
    return len(seen)


def test_a_result_and_its_certificate(client: StrictClient) -> None:
    page = sit(client)
    assert cost(client, page.path) <= 7
    assert cost(client, page.link("See your certificate")) <= 3
    assert cost(client, f"{page.link('See your certificate')}.pdf") <= 3
    assert cost(client, f"{page.link('See your certificate')}/badge") <= 3
    assert cost(StrictClient(client.app), f"/verify/{token_of(client, page)}") <= 2
    assert cost(StrictClient(client.app), "/verify") == 0


def token_of(client: StrictClient, page: Page) -> str:
    return client.get(page.link("See your certificate")).link("http").rsplit("/", 1)[1]


GROWING = (
    "/training",
    "/team",
    "/team.csv",
    "/log",
    "/log.csv",
    "/modules/short",
    "/modules/short/quiz",
    "/account",
    "/people",
)


def add_history(person: Person, completions: int) -> None:
    with writing():
        for n in range(completions):
            record(person.id, date(2026, 1, 1) + timedelta(days=n), course=f"course-{n % 7}", valid_until=None)


@pytest.mark.parametrize("path", GROWING)
def test_a_long_history_costs_no_more_statements(path: str, client: StrictClient, cast: Cast) -> None:
    add_history(cast.manager, 10)
    few = cost(client, path)
    add_history(cast.manager, 90)
    assert cost(client, path) == few


@pytest.mark.parametrize("path", ["/team", "/team.csv", "/log", "/log.csv", "/people"])
def test_a_large_team_costs_no_more_statements(path: str, client: StrictClient, cast: Cast) -> None:
    few = cost(client, path)
    for n in range(30):
        add_history(member_of(cast.team, name=f"Member {n}"), 1)
    assert cost(client, path) == few
    assert "Member 29" in client.fetch(path).get_data(as_text=True)
