"""Answers are saved as they are given, and a reader hears it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader, Readers
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


def test_choosing_saves_and_is_announced(sitter: Reader) -> None:
    status = sitter.page.get_by_role("status")
    expect(status).to_be_empty()
    sitter.page.locator("#option-2").check()
    expect(status).to_have_text(SAVED)
    sitter.page.reload()
    expect(sitter.page.locator("#option-2")).to_be_checked()
    expect(sitter.page.get_by_role("status")).to_be_empty()


def test_each_change_is_announced_again(sitter: Reader) -> None:
    """A live region that keeps its words says nothing, so they go before they come back."""
    page = sitter.page
    page.evaluate(
        """() => {
            window.heard = []
            const status = document.querySelector('[role=status]')
            new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true})
        }"""
    )
    for option, times in (("#option-1", 1), ("#option-3", 2)):
        page.locator(option).check()
        page.wait_for_function(f"window.heard.filter(said => said === {SAVED!r}).length === {times}")
    assert page.evaluate("window.heard.filter(said => said !== '')") == [SAVED, SAVED]


def test_the_last_of_quick_changes_is_what_is_kept(sitter: Reader) -> None:
    for place in (1, 2, 3, 2):
        sitter.page.locator(f"#option-{place}").check()
    with sitter.page.expect_navigation():
        sitter.press("Continue")
    sitter.page.go_back()
    expect(sitter.page.locator("#option-2")).to_be_checked()


def test_without_a_connection_it_says_so_and_saves_later(sitter: Reader) -> None:
    status = sitter.page.get_by_role("status")
    sitter.context.set_offline(True)
    sitter.page.locator("#option-3").check()
    expect(status).to_have_text(NOT_SAVED)
    sitter.complaints.clear()  # the browser's own note that there is no connection
    sitter.context.set_offline(False)
    expect(status).to_have_text(SAVED)
    sitter.page.reload()
    expect(sitter.page.locator("#option-3")).to_be_checked()


def test_an_answer_outlives_the_session(sitter: Reader, readers: Readers) -> None:
    email = sitter.site.new_person()
    page = sitter.page
    sitter.go("/account")
    page.get_by_role("button", name="Menu").or_(page.get_by_role("button", name="Sign out")).first.click()
    if page.get_by_role("button", name="Sign out").is_visible():
        page.get_by_role("button", name="Sign out").click()
    sitter.heading("Sign in")
    sitter.fill_in_sign_in(email)
    attempt = start_test(sitter)

    other_tab = sitter.context.new_page()
    other_tab.goto(f"{sitter.site.url}/training")
    other_tab.evaluate("document.querySelector('form[action=\"/sign-out\"]').requestSubmit()")
    expect(other_tab.locator("h1")).to_have_text("Sign in")
    other_tab.close()

    page.locator("#option-4").check()
    expect(page.get_by_role("status")).to_have_text(SIGNED_OUT)
    sitter.press("Continue")
    sitter.heading("Sign in")
    sitter.fill_in_sign_in(email)
    assert sitter.path == f"/attempts/{attempt}/questions/1"
    expect(page.locator("#option-4")).to_be_checked()
    expect(page.get_by_role("status").first).to_contain_text("We kept the answer")
    sitter.press("Continue")
    expect(page.locator("h1")).to_contain_text("Question 2 of")
