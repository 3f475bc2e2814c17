"""Answers are saved as they are given, and a reader hears it."""

from itertools import groupby

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import Reader
from tests.browser.steps import start_test

pytestmark = pytest.mark.browser

SAVED = "Your answer is saved."
NOT_SAVED = "Your answer is not saved yet. Select Continue to save it."
SIGNED_OUT = "You have been signed out. Select Continue: your answer is kept while you sign in again."


@pytest.fixture
def sitter(scripted: Reader) -> Reader:
    """Somebody at the first question of a test."""
    scripted.sign_in(scripted.site.new_person())
    start_test(scripted)
    return scripted


def status(reader: Reader) -> Locator:
    """Where a screen reader hears what became of the answer."""
    return reader.page.locator("[role=status][data-save-status]")


def test_choosing_saves_and_is_announced(sitter: Reader) -> None:
    expect(status(sitter)).to_be_empty()
    sitter.page.locator("#option-2").check()
    expect(status(sitter)).to_have_text(SAVED)
    sitter.page.reload()
    expect(sitter.page.locator("#option-2")).to_be_checked()
    expect(status(sitter)).to_be_empty()


def test_each_change_is_announced_again(sitter: Reader) -> None:
    """A live region that keeps its words says nothing, so they go before they come back."""
    page = sitter.page
    page.evaluate(
        """() => {
            window.heard = []
            const status = document.querySelector('[data-save-status]')
            new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true})
        }"""
    )
    for option in ("#option-1", "#option-3"):
        with page.expect_request_finished(lambda request: request.method == "POST"):
            page.locator(option).check()
        expect(status(sitter)).to_have_text(SAVED)
    said = [words for words, _ in groupby(page.evaluate("window.heard"))]
    assert said[-3:] == [SAVED, "", SAVED]


def test_the_last_of_quick_changes_is_what_is_kept(sitter: Reader) -> None:
    for place in (1, 2, 3, 2):
        sitter.page.locator(f"#option-{place}").check()
    sitter.press("Continue")
    expect(sitter.page.locator("h1")).to_contain_text("Question 2 of")
    sitter.page.go_back()
    expect(sitter.page.locator("#option-2")).to_be_checked()


def test_without_a_connection_it_says_so_and_saves_later(sitter: Reader) -> None:
    sitter.context.set_offline(True)
    sitter.page.locator("#option-3").check()
    expect(status(sitter)).to_have_text(NOT_SAVED)
    sitter.context.set_offline(False)
    expect(status(sitter)).to_have_text(SAVED)
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in sitter.complaints)
    sitter.complaints.clear()
    sitter.page.reload()
    expect(sitter.page.locator("#option-3")).to_be_checked()


def test_an_answer_outlives_the_session(sitter: Reader) -> None:
    page, question = sitter.page, sitter.path
    other_tab = sitter.context.new_page()
    other_tab.goto(f"{sitter.site.url}/training")
    other_tab.locator("form[action='/sign-out']").evaluate("form => form.submit()")
    expect(other_tab.locator("h1")).to_have_text("Sign in")
    other_tab.close()

    page.locator("#option-3").check()
    expect(status(sitter)).to_have_text(SIGNED_OUT)
    sitter.press("Continue")
    sitter.heading("Sign in")
    sitter.fill_in_sign_in(sitter.email)
    expect(page.locator("h1")).to_contain_text("Question 1 of")
    assert sitter.path == question
    expect(page.locator("#option-3")).to_be_checked()
    expect(page.locator("main")).to_contain_text("We kept the answer that you had just chosen.")
    sitter.press("Continue")
    expect(page.locator("h1")).to_contain_text("Question 2 of")
