"""Steps of a learner's way that several tests take."""

import re

from playwright.sync_api import expect

from tests.browser.reader import Reader

COURSE = "/modules/level-1-awareness"
SHORT_COURSE = "/modules/level-1-refresher"


def read_all_lessons(reader: Reader) -> int:
    """From the overview through every lesson to the page before the test; how many there were."""
    reader.go(COURSE)
    lessons = reader.page.locator(".govuk-task-list__link").count() - 1
    reader.press("Start")
    for number in range(1, lessons + 1):
        expect(reader.page.locator(".waymark-where")).to_contain_text(f"Part {number} of {lessons}")
        reader.press("Continue")
    reader.heading("The test")
    return lessons


def start_test(reader: Reader, course: str = COURSE) -> int:
    """Begin the test and return the attempt's id."""
    reader.go(f"{course}/quiz")
    reader.press("Start the test")
    reader.heading(re.compile("Question 1 of"))
    found = re.search(r"/attempts/(\d+)/questions/1$", reader.page.url)
    assert found, reader.page.url
    return int(found[1])


def answer(reader: Reader, places: list[int]) -> None:
    """Choose exactly these options of the question on the page."""
    for option in reader.page.locator("main input[name=option][type=checkbox]:checked").all():
        option.uncheck()
    for place in places:
        reader.page.locator(f"#option-{place}").check()


def sit_test(reader: Reader, attempt: int, *, wrong: frozenset[int] = frozenset()) -> int:
    """Answer every question, those at the positions in `wrong` with an option that is not right; how many."""
    answers = reader.site.answers(attempt)
    for position, right in enumerate(answers, start=1):
        reader.heading(f"Question {position} of {len(answers)}")
        answer(reader, [_other_than(right)] if position in wrong else right)
        reader.press("Continue")
    reader.heading("Check your answers")
    return len(answers)


def _other_than(right: list[int]) -> int:
    return next(place for place in (1, 2, 3, 4) if place not in right)


def pass_test(reader: Reader, course: str = SHORT_COURSE) -> None:
    attempt = start_test(reader, course)
    sit_test(reader, attempt)
    reader.press("Hand in")
    reader.heading("You have passed")
