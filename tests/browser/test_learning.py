"""A learner's whole way, with and without scripts, on a wide and a narrow screen."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.reader import Reader, Readers
from tests.browser.steps import COURSE, SHORT_COURSE, answer, read_all_lessons, sit_test, start_test

pytestmark = pytest.mark.browser


def test_from_signing_in_to_a_certificate(reader: Reader) -> None:
    page = reader.sign_in(reader.site.new_person("Ffion Ŵyn ap Gwŷnn"))
    next_thing = page.locator("section", has=page.get_by_role("heading", name="Level 1 awareness"))
    expect(next_thing).to_contain_text("due on 26 November 2026")
    next_thing.get_by_role("button", name="Start").or_(next_thing.get_by_role("link", name="Start")).click()
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    lessons = read_all_lessons(reader)
    assert lessons >= 5
    expect(page.locator("main")).not_to_contain_text("not read yet")

    total = sit_test(reader, start_test(reader))
    expect(page.locator("main")).to_contain_text("Nothing is final until you hand in")
    reader.press("Hand in")
    reader.heading("You have passed")
    expect(page.locator("main")).to_contain_text(f"{total} of {total} right")
    expect(page.locator("main")).to_contain_text("It counts until 16 November 2029")

    page.get_by_role("button", name="See your certificate").or_(
        page.get_by_role("link", name="See your certificate")
    ).click()
    reader.heading("Certificate")
    certificate = page.get_by_role("region", name="Certificate of completion")
    expect(certificate).to_contain_text("Ffion Ŵyn ap Gwŷnn")
    expect(certificate).to_contain_text("16 November 2026")
    text = downloaded_pdf(reader)
    for words in ("Ffion Ŵyn ap Gwŷnn", "Level 1 awareness", "16 November 2026", "16 November 2029"):
        assert words in text

    reader.go("/training")
    expect(page.locator("main")).to_contain_text("valid until 16 November 2029")


def downloaded_pdf(reader: Reader) -> str:
    """The words of the certificate as a file."""
    with reader.page.expect_download() as waiting:
        reader.page.get_by_text("Download as PDF").click()
    assert re.fullmatch(r"certificate-[0-9A-Z-]+\.pdf", waiting.value.suggested_filename)
    data = Path(waiting.value.path()).read_bytes()
    return " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())


def test_not_passing_says_what_to_read_and_lets_try_again(either: Reader) -> None:
    either.sign_in(either.site.new_person())
    attempt = start_test(either, SHORT_COURSE)
    total = len(either.site.answers(attempt))
    sit_test(either, attempt, wrong=frozenset(range(1, total + 1)))
    either.press("Hand in")
    either.heading("Not passed this time")
    main = either.page.locator("main")
    expect(main).to_contain_text("Nobody else sees this result")
    expect(main).not_to_contain_text("What is right:")
    expect(main.locator("details[open]")).to_have_count(total)
    revisit = main.get_by_role("link", name="The pattern in a minute")
    revisit.click()
    either.heading("The pattern in a minute")

    either.page.go_back()
    either.press("Try again")
    either.heading(f"Question 1 of {total}")
    again = int(either.path.split("/")[2])
    assert again != attempt
    sit_test(either, again)
    either.press("Hand in")
    either.heading("You have passed")


def test_a_gap_is_pointed_out_before_handing_in(either: Reader) -> None:
    either.sign_in(either.site.new_person())
    attempt = start_test(either)
    answers = either.site.answers(attempt)
    page = either.go(f"/attempts/{attempt}/check")
    either.press("Hand in")
    expect(page.get_by_role("heading", name="Some questions have no answer")).to_be_visible()
    page.get_by_role("link", name="Question 2", exact=True).click()
    either.heading(f"Question 2 of {len(answers)}")
    answer(either, answers[1])
    either.press("Continue")
    either.heading("Check your answers")
    expect(page.locator("main")).to_contain_text("No answer yet")
    either.press("Hand in")
    expect(page.get_by_role("button", name=f"Hand in with {len(answers) - 1} questions unanswered")).to_be_visible()


def test_continue_without_an_answer_says_so(either: Reader) -> None:
    either.sign_in(either.site.new_person())
    start_test(either)
    either.press("Continue")
    expect(either.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    either.follow("Choose an answer, or skip the question for now")
    expect(either.page.locator("#option-1")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_going_on_at_another_device(readers: Readers, scripts: bool) -> None:
    desk, phone = readers.open(width=1280, scripts=scripts), readers.open(width=360, scripts=scripts)
    email = desk.site.new_person()
    desk.sign_in(email)
    desk.go(COURSE)
    desk.press("Start")
    desk.press("Continue")
    expect(desk.page.locator(".waymark-where")).to_contain_text("Part 2 of")
    attempt = start_test(desk)
    answers = desk.site.answers(attempt)
    answer(desk, answers[0])
    desk.press("Continue")
    desk.heading(f"Question 2 of {len(answers)}")

    phone.sign_in(email)
    expect(phone.page.locator("main")).to_contain_text("you have read 1 of")
    phone.go(f"{COURSE}/quiz")
    expect(phone.page.locator("main")).to_contain_text(f"1 of {len(answers)} questions have an answer")
    phone.press("Carry on with the test")
    phone.heading(f"Question 2 of {len(answers)}")
    phone.go(f"/attempts/{attempt}/questions/1")
    for place in answers[0]:
        expect(phone.page.locator(f"#option-{place}")).to_be_checked()
