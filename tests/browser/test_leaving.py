"""Leaving at once: nothing stays behind for the next person at this browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import Reader, Readers
from tests.browser.site import Site
from tests.browser.steps import COURSE

pytestmark = pytest.mark.browser

LESSON = f"{COURSE}/lessons/what-it-is"


@pytest.fixture
def rememberers(remembering_browser: Browser, site: Site) -> Iterator[Readers]:
    opened = Readers(remembering_browser, site)
    yield opened
    opened.close()
    opened.check()


@pytest.fixture(params=["scripts", "no scripts"])
def learner(rememberers: Readers, request: pytest.FixtureRequest) -> Reader:
    """Somebody in the middle of a lesson, in a browser that keeps pages in memory."""
    reader = rememberers.open(width=1280, scripts=request.param == "scripts")
    reader.sign_in(reader.site.new_person())
    reader.go(LESSON)
    reader.heading("What it is")
    return reader


def click_exit(page: Page) -> None:
    page.get_by_role("button", name="Exit this page").click()


def press_shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def use_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page quickly")).to_be_focused()
    page.keyboard.press("Enter")


def is_gone(reader: Reader) -> None:
    """Back, as often as there is history, never shows a page of the training again."""
    for _ in range(4):
        reader.page.keyboard.press("Alt+ArrowLeft")
        expect(reader.page.locator("h1")).to_have_text(("Sign in", "Weather")[reader.page.url == reader.site.neutral])


def session_cookie_is_worthless(readers: Readers, reader: Reader, cookies: list[dict[str, object]]) -> None:
    thief = readers.open()
    thief.context.add_cookies(cookies)  # type: ignore[arg-type]
    thief.go(LESSON)
    thief.heading("Sign in")


@pytest.mark.parametrize("way_out", [click_exit, press_shift_three_times, use_the_skip_link])
def test_exit_leaves_nothing(learner: Reader, rememberers: Readers, way_out: Callable[[Page], None]) -> None:
    page, cookies = learner.page, learner.context.cookies()
    has_scripts = page.locator("body").get_attribute("class") != "govuk-template__body"
    if way_out is press_shift_three_times and not has_scripts:
        pytest.skip("keys can be heard by a script only; the footer names the button as well")
    with page.expect_response(f"{learner.site.url}/exit") as left:
        way_out(page)
    assert left.value.header_value("clear-site-data") == '"cache", "storage"'
    expect(page.locator("h1")).to_have_text("Weather")
    assert page.url == learner.site.neutral
    session_cookie_is_worthless(rememberers, learner, cookies)
    back_shows_no_training(learner)


def back_shows_no_training(reader: Reader) -> None:
    """Through all of the history: each page is the sign-in page, or the neutral one."""
    steps = reader.page.evaluate("history.length") if reader.page.url != "about:blank" else 0
    assert steps > 1
    for _ in range(3):
        reader.page.evaluate("history.back()")
        expect(reader.page.get_by_role("heading", level=1, name="What it is")).to_have_count(0)
        expect(reader.page.get_by_role("heading", level=1, name="My training")).to_have_count(0)


def test_signing_out_leaves_nothing(learner: Reader, rememberers: Readers) -> None:
    page, cookies = learner.page, learner.context.cookies()
    with page.expect_response(f"{learner.site.url}/sign-out") as left:
        page.get_by_role("button", name="Sign out").click()
    assert left.value.header_value("clear-site-data") == '"cache", "storage"'
    learner.heading("Sign in")
    expect(page.get_by_role("region", name="Please note")).to_contain_text("You have signed out.")
    session_cookie_is_worthless(rememberers, learner, cookies)
    back_shows_no_training(learner)


def test_this_browser_does_bring_pages_back_from_memory(rememberers: Readers) -> None:
    """Otherwise the tests above would show nothing."""
    reader = rememberers.open()
    reader.page.goto(reader.site.neutral)
    reader.page.evaluate("document.querySelector('h1').textContent = 'Kept in memory'")
    reader.go("/sign-in")
    reader.page.evaluate("history.back()")
    expect(reader.page.locator("h1")).to_have_text("Kept in memory")


def test_exit_before_signing_in(either: Reader) -> None:
    """The neutral place of those whom we do not know is fixed; it is answered here, because tests stay on this machine."""
    asked: list[str] = []
    either.page.route("https://**", lambda route: (asked.append(route.request.url), route.abort())[1])
    either.go("/sign-in")
    either.page.get_by_role("button", name="Exit this page").click(no_wait_after=True)
    either.page.wait_for_event("requestfailed", predicate=lambda request: request.url in asked)
    assert asked == ["https://www.bbc.co.uk/weather"]
