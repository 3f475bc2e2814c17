"""Ways through the short module's test (tests/sources), as a learner walks them."""

from collections.abc import Sequence

from tests.client import Page, StrictClient

QUESTIONS = 4
HALF_RIGHT = (True, False, True, False)


def options(page: Page) -> dict[str, str]:
    """The values of a question page's options by what they say."""
    return {
        " ".join(label.text_content().split()): page.document.get_element_by_id(label.get("for")).get("value")
        for label in page.document.xpath("//label")
    }


def chosen(page: Page) -> list[str]:
    """What the options say that are chosen on a question page."""
    checked = page.document.xpath("//input[@name='option'][@checked]/@value")
    return [text for text, value in options(page).items() if value in checked]


def values(page: Page, *, right: bool) -> list[str]:
    """The values of the right options, or of a wrong one."""
    wanted = ("The right", "An odd") if page.document.xpath("//input[@type='checkbox']") else ("The right",)
    return [value for text, value in options(page).items() if text.startswith(wanted if right else "A wrong")]


def begin(client: StrictClient) -> Page:
    """The first question of a new attempt."""
    return client.press(client.get("/modules/short/quiz"), "Start the test")


def answer(client: StrictClient, page: Page, *, right: bool = True) -> Page:
    return client.press(page, "Continue", option=values(page, right=right))


def answer_all(client: StrictClient, page: Page, right: Sequence[bool] = (True,) * QUESTIONS) -> Page:
    """From the first question to the check page."""
    for each in right:
        page = answer(client, page, right=each)
    return page


def sit(client: StrictClient, right: Sequence[bool] = (True,) * QUESTIONS) -> Page:
    """A whole attempt; returns the result page."""
    return client.press(answer_all(client, begin(client), right), "Hand in")
