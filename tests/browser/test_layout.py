"""Pages fit narrow screens, large letters and long names; nothing depends on colours of ours."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader, Readers
from tests.browser.steps import COURSE, start_test
from tests.browser.walks import WALKS, Walk

pytestmark = pytest.mark.browser

NARROW = (320, 360, 640)
"""The narrowest that WCAG asks for (1,280 at 400 %), a phone, and 1,280 at 200 %."""


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_nothing_sticks_out(readers: Readers, walk: Walk) -> None:
    reader = readers.open(width=1280)
    too_wide = [f"{name} at {what}" for name in walk(reader) for what in sticks_out(reader.page)]
    assert not too_wide, too_wide


def sticks_out(page: Page) -> list[str]:
    """At which widths the page scrolls sideways, and whether it does with letters twice as large."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        if _overflow(page) > 0:
            found.append(f"{width} px by {_overflow(page)}")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if _overflow(page) > 0:
        found.append(f"double letters by {_overflow(page)}")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_exit_stays_in_reach_and_leaves_room(readers: Readers) -> None:
    reader = readers.open(width=360)
    reader.sign_in(reader.site.new_person())
    page = reader.go(f"{COURSE}/lessons/what-it-is")
    button = page.get_by_role("button", name="Exit this page")
    page.get_by_role("contentinfo").scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box
    assert box["y"] < 20
    assert 24 <= box["height"] <= 48
    assert box["width"] < 180


def test_text_is_in_a_column_of_readable_width(readers: Readers) -> None:
    reader = readers.open(width=1280)
    reader.sign_in(reader.site.new_person())
    page = reader.go(f"{COURSE}/lessons/what-it-is")
    letters = page.locator(".waymark-prose > p").first.evaluate(
        """paragraph => {
            const ruler = document.createElement('span')
            ruler.textContent = 'The quick brown fox jumps over the lazy dog and then sits down to rest'
            ruler.style.whiteSpace = 'nowrap'
            paragraph.append(ruler)
            const perLetter = ruler.getBoundingClientRect().width / ruler.textContent.length
            ruler.remove()
            return paragraph.getBoundingClientRect().width / perLetter
        }"""
    )
    assert 55 <= letters <= 80


@pytest.fixture
def in_forced_colours(readers: Readers) -> Reader:
    reader = readers.open(width=1280, forced_colors="active")
    reader.sign_in(reader.site.new_person())
    return reader


def test_forced_colours_leave_edges_and_progress(in_forced_colours: Reader) -> None:
    page = in_forced_colours.go(f"{COURSE}/lessons/how-it-is-done")
    for button in page.locator("main .govuk-button, .govuk-exit-this-page__button").all():
        assert button.evaluate(_EDGE) != "none 0px"
    bar, track = page.locator(".waymark-progress__bar"), page.locator(".waymark-progress")
    colour = "each => getComputedStyle(each).backgroundColor"
    assert bar.evaluate(colour) != track.evaluate(colour)
    for box in page.locator(".waymark-box").all():
        assert box.evaluate("each => getComputedStyle(each).borderLeftStyle") == "solid"


def test_forced_colours_show_what_is_chosen(in_forced_colours: Reader) -> None:
    start_test(in_forced_colours)
    option = in_forced_colours.page.locator("#option-1")
    option.check()
    mark = "each => getComputedStyle(each.nextElementSibling, '::after').opacity"
    assert option.evaluate(mark) == "1"
    assert in_forced_colours.page.locator("#option-2").evaluate(mark) == "0"


_EDGE = """each => {
    const style = getComputedStyle(each)
    const [kind, width] = style.outlineStyle !== 'none' ? [style.outlineStyle, style.outlineWidth]
        : [style.borderTopStyle, style.borderTopWidth]
    return `${kind} ${width}`
}"""
