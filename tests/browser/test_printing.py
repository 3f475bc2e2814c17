"""What is on paper: the text with all that was closed, and nothing to press."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.reader import Reader, Readers
from tests.browser.steps import COURSE, pass_test

pytestmark = pytest.mark.browser

SCREEN_ONLY = ("Exit this page", "Sign out", "Skip to main content", "Print", "Download as PDF", "Continue keeps")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def printer(readers: Readers, request: pytest.FixtureRequest) -> Reader:
    reader = readers.open(scripts=request.param)
    reader.sign_in(reader.site.new_person("Ffion Ŵyn ap Gwŷnn"))
    return reader


def printed(reader: Reader) -> str:
    data = reader.page.pdf(format="A4")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def test_a_lesson_on_paper(printer: Reader) -> None:
    page = printer.go(f"{COURSE}/lessons/what-it-is")
    hidden = page.locator("details .govuk-details__text").first.text_content()
    text = printed(printer)
    assert text.startswith("What it is")
    assert " ".join((hidden or "?").split())[:60] in text
    assert not [words for words in SCREEN_ONLY if words in text]
    assert "/help)" not in text


def test_what_was_closed_is_closed_again_after_printing(printer: Reader) -> None:
    page = printer.go(f"{COURSE}/lessons/what-it-is")
    printed(printer)
    assert page.locator("details[open]").count() == 0


def test_the_whole_module_on_paper(printer: Reader) -> None:
    page = printer.go(f"{COURSE}/print")
    titles = page.locator(".waymark-printed > h2").all_text_contents()
    text = printed(printer)
    assert len(titles) >= 5
    assert not [title for title in titles if title not in text]
    assert not [words for words in (*SCREEN_ONLY, "Think about who may find") if words in text]


def test_a_certificate_on_paper(printer: Reader) -> None:
    pass_test(printer)
    printer.page.locator(".waymark-passed__button").click()
    printer.heading("Certificate")
    address = printer.page.locator(".waymark-address a").inner_text()
    text = printed(printer)
    assert "Ffion Ŵyn ap Gwŷnn" in text
    assert "16 November 2027" in text
    assert text.replace(" ", "").count(address) == 1
    assert not [words for words in SCREEN_ONLY if words in text]
