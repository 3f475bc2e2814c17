"""The pictures of the README, drawn again when asked: pytest tests/browser/test_screenshots.py --screenshots"""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from config import ROOT
from tests.browser.reader import Reader, Readers
from tests.browser.steps import COURSE, answer, pass_test, sit_test, start_test

pytestmark = pytest.mark.browser

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 64
MOST_BYTES = 150_000
PAGES = ("sign-in", "training", "overview", "lesson", "question", "result", "certificate", "team", "log")


@pytest.mark.parametrize("width", [1280, 360])
def test_draw_the_screenshots(readers: Readers, request: pytest.FixtureRequest, width: int) -> None:
    if not request.config.getoption("--screenshots", default=False):
        pytest.skip("the screenshots are drawn with --screenshots only")
    learner, manager = readers.open(width=width), readers.open(width=width)
    learner.go("/sign-in")
    draw(learner, "sign-in")
    learner.sign_in("learner@demo.example" if width == 1280 else learner.site.new_person("Siân Ŵyn ap Gwŷnn"))
    draw(learner, "training")
    learner.go(COURSE)
    draw(learner, "overview")
    learner.go(f"{COURSE}/lessons/how-it-is-done")
    draw(learner, "lesson")
    draw_the_test(learner)
    manager.sign_in("manager@demo.example")
    for name in ("team", "log"):
        manager.go(f"/{name}")
        draw(manager, name)
    assert {f"{name}-{width}.png" for name in PAGES} <= {file.name for file in FOLDER.iterdir()}


def draw_the_test(learner: Reader) -> None:
    attempt = start_test(learner)
    learner.go(f"/attempts/{attempt}/questions/2")
    answer(learner, learner.site.answers(attempt)[1])
    expect(learner.page.locator("[data-save-status]")).to_have_text("Your answer is saved.")
    draw(learner, "question")
    learner.go(f"/attempts/{attempt}/questions/1")
    sit_test(learner, attempt, wrong=frozenset({1}))
    learner.press("Hand in")
    draw(learner, "result")
    if learner.page.locator("h1").inner_text() != "You have passed":
        pass_test(learner, COURSE)
        draw(learner, "result")
    learner.page.locator(".waymark-passed__button").click()
    learner.heading("Certificate")
    draw(learner, "certificate")


def draw(reader: Reader, name: str) -> None:
    """The first screen of the page, in few colours, so that the file stays small."""
    size = reader.page.viewport_size
    assert size
    picture = Image.open(BytesIO(reader.page.screenshot()))
    file = FOLDER / f"{name}-{size['width']}.png"
    picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    assert file.stat().st_size < MOST_BYTES
