"""Leaving at once: nothing stays behind for the next person at this browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.reader import Reader, Readers
from tests.browser.site import Site
from tests.browser.steps import COURSE

pytestmark = pytest.mark.browser

LESSON = f"{COURSE}/lessons/what-it-is"
WIPE = '"cache", "storage"'


@pytest.fixture
def rememberers(remembering_browser: Browser, site: Site) -> Iterator[Readers]:
    opened = Readers(remembering_browser, site)
    yield opened
    opened.close()
    opened.check()


def in_a_lesson(readers: Readers, *, scripts: bool) -> Reader:
    """Somebody in the middle of a lesson, in a browser that keeps pages in memory."""
    reader = readers.open(scripts=scripts)
    reader.sign_in(reader.site.new_person())
    reader.go(LESSON)
    reader.heading("What it is")
    return reader


def click(page: Page) -> None:
    page.get_by_role("button", name="Exit this page").click()


def press_shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def use_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page quickly")).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("way_out", "scripts"),
    [
        (click, True),
        (click, False),
        (press_shift_three_times, True),
        (use_the_skip_link, True),
        (use_the_skip_link, False),
    ],
)
def test_exit_leaves_nothing(rememberers: Readers, way_out: Callable[[Page], None], scripts: bool) -> None:
    reader = in_a_lesson(rememberers, scripts=scripts)
    cookies = reader.context.cookies()
    with reader.page.expect_response(f"{reader.site.url}/exit") as left:
        way_out(reader.page)
    reader.heading("Weather")
    assert reader.page.url == reader.site.neutral
    assert left.value.header_value("clear-site-data") == WIPE
    cookies_open_nothing(rememberers, cookies)
    back_shows_nothing(reader)


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_out_leaves_nothing(rememberers: Readers, scripts: bool) -> None:
    reader = in_a_lesson(rememberers, scripts=scripts)
    cookies = reader.context.cookies()
    with reader.page.expect_response(f"{reader.site.url}/sign-out") as left:
        reader.page.get_by_role("button", name="Sign out").click()
    reader.heading("Sign in")
    expect(reader.page.get_by_role("region", name="Please note")).to_contain_text("You have signed out.")
    assert left.value.header_value("clear-site-data") == WIPE
    cookies_open_nothing(rememberers, cookies)
    back_shows_nothing(reader)


def cookies_open_nothing(readers: Readers, cookies: list[Any]) -> None:
    """Cookies that somebody copied before do not open the session again."""
    assert any(cookie["name"] == "waymark" for cookie in cookies)
    thief = readers.open()
    thief.context.add_cookies(cookies)
    thief.go(LESSON)
    thief.heading("Sign in")


def back_shows_nothing(reader: Reader) -> None:
    """Back asks the server, which asks to sign in. From memory it would not, and `go_back` would wait in vain."""
    for _ in range(2):
        answer = reader.page.go_back(wait_until="commit")
        assert answer
        assert answer.url.startswith(f"{reader.site.url}/sign-in")
        reader.heading("Sign in")


def test_this_browser_does_bring_pages_back_from_memory(rememberers: Readers) -> None:
    """Otherwise the tests above would prove nothing."""
    reader = rememberers.open()
    reader.page.goto(reader.site.neutral)
    reader.page.evaluate("document.querySelector('h1').textContent = 'Kept in memory'")
    reader.page.goto(reader.site.neutral + "/tomorrow")
    reader.page.evaluate("setTimeout(() => history.back())")
    reader.heading("Kept in memory")


def test_exit_before_signing_in(either: Reader) -> None:
    """Where people whom we do not know are led is fixed and on the internet, so here its address is only read."""
    led_to: list[str] = []

    def stop_before_the_internet(route: Route) -> None:
        led_to.append(route.fetch(max_redirects=0).headers["location"])
        route.fulfill(body="<!doctype html><title>Weather</title><h1>Weather</h1>", content_type="text/html")

    either.page.route("**/exit", stop_before_the_internet)
    either.go("/sign-in")
    click(either.page)
    either.heading("Weather")
    assert led_to == ["https://www.bbc.co.uk/weather"]
