"""Everything by keys alone, and it can be seen where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader, Readers
from tests.browser.steps import COURSE, start_test

pytestmark = pytest.mark.browser

MOST_STOPS = 60


@pytest.fixture
def typist(scripted: Reader) -> Reader:
    scripted.sign_in(scripted.site.new_person())
    return scripted


def press_tab_until(page: Page, description: str) -> None:
    """Go on with Tab until what has the focus is called like that."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        name = page.evaluate("(document.activeElement.id || document.activeElement.textContent).trim()")
        if name == description or name.startswith(description):
            return
        passed.append(name)
    raise AssertionError(f"Tab never comes to {description!r}: {passed}")


def test_the_first_stop_skips_to_the_content(typist: Reader) -> None:
    page = typist.go(COURSE)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_signing_in_by_keys(scripted: Reader) -> None:
    page = scripted.go("/sign-in")
    press_tab_until(page, "email")
    page.keyboard.type(scripted.site.new_person())
    page.keyboard.press("Tab")
    page.keyboard.type("demo-password")
    page.keyboard.press("Enter")
    scripted.heading("My training")


def test_a_question_is_answered_by_keys(typist: Reader) -> None:
    attempt = start_test(typist)
    right = typist.site.answers(attempt)[0][0]
    page = typist.go(f"/attempts/{attempt}/questions/1")
    if page.locator("#option-1").get_attribute("type") == "radio":
        press_tab_until(page, "option-1")
        page.keyboard.press("Space")
        for _ in range(right - 1):
            page.keyboard.press("ArrowDown")
    else:
        press_tab_until(page, f"option-{right}")
        page.keyboard.press("Space")
    expect(page.locator(f"#option-{right}")).to_be_checked()
    press_tab_until(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Question 2 of")
    page.go_back()
    expect(page.locator(f"#option-{right}")).to_be_checked()


def test_closed_parts_open_by_keys(typist: Reader) -> None:
    page = typist.go(f"{COURSE}/lessons/what-it-is")
    closed = page.locator("details").first
    press_tab_until(page, closed.locator("summary").inner_text())
    page.keyboard.press("Enter")
    expect(closed.locator(".govuk-details__text")).to_be_visible()


def test_the_menu_of_a_narrow_screen(readers: Readers) -> None:
    reader = readers.open(width=360)
    page = reader.sign_in("manager@demo.example")
    menu, link = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="Training log")
    expect(link).to_be_hidden()
    press_tab_until(page, "Menu")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    press_tab_until(page, "Training log")
    page.keyboard.press("Enter")
    reader.heading("Training log")


def test_the_menu_needs_no_scripts(readers: Readers) -> None:
    reader = readers.open(width=360, scripts=False)
    page = reader.sign_in("manager@demo.example")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Training log")).to_be_visible()


@pytest.mark.parametrize("path", ["/training", COURSE, f"{COURSE}/lessons/what-it-is", "/account", "/log", "/team"])
def test_every_stop_can_be_seen(readers: Readers, path: str) -> None:
    """What has the focus looks different than without it, and is on the screen."""
    reader = readers.open(width=1280)
    reader.sign_in("manager@demo.example")
    page = reader.go(path)
    unseen = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        if not (stop["marked"] and stop["onScreen"]):
            unseen.append(stop)
    assert not unseen, unseen


_STOP = """() => {
    const stop = document.activeElement
    if (stop === document.body) return null
    const look = () => {
        const seen = [stop, stop.nextElementSibling].filter(Boolean).flatMap(each =>
            ['', '::before'].map(part => {
                const style = getComputedStyle(each, part || null)
                const outline = style.outlineColor === 'rgba(0, 0, 0, 0)' || style.outlineStyle === 'none'
                    ? '' : style.outlineColor + style.outlineWidth
                return [outline, style.boxShadow, style.backgroundColor].join()
            }))
        return seen.join()
    }
    const box = stop.getBoundingClientRect()
    const focused = look()
    stop.blur()
    const unfocused = look()
    stop.focus({preventScroll: true})
    return {
        what: stop.outerHTML.slice(0, 120),
        marked: focused !== unfocused,
        onScreen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    }
}"""
