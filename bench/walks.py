"""What learners do at Waymark while it is measured. Every walk checks what it is shown."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

from app.content.local_details import fill
from app.rules.modules import Lesson
from app.rules.questions import Question
from bench.client import Answer, Walk, get, post
from bench.school import MODULE, School, SignedIn

OPTION = re.compile(r'name="option"[^>]* value="(\d+)".*?<label[^>]*>(.*?)</label>', re.DOTALL)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def lesson_pages(learners: Sequence[SignedIn], lessons: Sequence[Lesson]) -> Iterator[Walk]:
    """The lessons of a module, each time another one for another learner."""
    for learner, lesson in zip(cycle(learners), cycle(lessons), strict=False):
        yield _page(learner, f"/modules/{MODULE}/lessons/{lesson.slug}", html.escape(lesson.title, quote=False))


def question_pages(attempts: Sequence[tuple[SignedIn, int]], questions: int) -> Iterator[Walk]:
    for number, (learner, attempt) in enumerate(cycle(attempts)):
        position = number // len(attempts) % questions + 1
        yield _page(learner, f"/attempts/{attempt}/questions/{position}", f"Question {position} of {questions}")


def _page(learner: SignedIn, path: str, words: str) -> Walk:
    answer = yield get("page", path, learner.cookie)
    assert words in answer.text, f"{path} does not say {words}"


def steps(attempts: Sequence[tuple[SignedIn, int]], questions: int) -> Iterator[Walk]:
    """An answer to one question after the other, by learner after learner."""
    for number, (learner, attempt) in enumerate(cycle(attempts)):
        yield _step(learner, attempt, number // len(attempts) % questions + 1, str(number % 3 + 1))


def _step(learner: SignedIn, attempt: int, position: int, option: str) -> Walk:
    answer = yield post(
        "step", f"/attempts/{attempt}/questions/{position}", learner.cookie, learner.form(option=option)
    )
    assert answer.header("Location").startswith(f"/attempts/{attempt}/"), answer.head


def begin_attempt(learner: SignedIn, found: list[tuple[SignedIn, int]]) -> Walk:
    """Start the test; the learner's attempt is put into `found`."""
    answer = yield post("start", f"/modules/{MODULE}/quiz", learner.cookie, learner.form())
    found.append((learner, int(answer.header("Location").split("/")[2])))


def certificates(owners: Sequence[tuple[SignedIn, str]]) -> Iterator[Walk]:
    for learner, number in cycle(owners):
        yield _certificate(learner, number)


def _certificate(learner: SignedIn, number: str) -> Walk:
    answer = yield get("PDF", f"/certificates/{number}.pdf", learner.cookie)
    assert answer.body.startswith(b"%PDF-"), "not a PDF"


class Journeys:
    """Whole journeys: from My training to the pass, every lesson read, every question answered right."""

    def __init__(self, school: School) -> None:
        self._lessons = school.module.lessons
        self._questions = [_localised(question, school) for question in school.quiz.questions]
        self._random = Random(1)

    def requests(self, questions: int) -> int:
        """How many requests a journey has: two a lesson, two a question, and eight around them."""
        return 2 * len(self._lessons) + 2 * questions + 8

    def walks(self, learners: Sequence[SignedIn]) -> Iterator[Walk]:
        return (self._journey(learner) for learner in learners)

    def _journey(self, learner: SignedIn) -> Walk:
        yield get("My training", "/training", learner.cookie)
        page = yield get("module", f"/modules/{MODULE}", learner.cookie)
        token = _token(page)
        answer = yield post("begin", f"/modules/{MODULE}", learner.cookie, _form(token))
        for _lesson in self._lessons:
            page = yield get("lesson", answer.header("Location"), learner.cookie)
            path = answer.header("Location")
            answer = yield post("lesson read", path, learner.cookie, _form(_token(page)))
        page = yield get("test", answer.header("Location"), learner.cookie)
        answer = yield post("start", f"/modules/{MODULE}/quiz", learner.cookie, _form(_token(page)))
        path = answer.header("Location")
        while not path.endswith("/check"):
            page = yield get("question", path, learner.cookie)
            form = _form(_token(page), self._right_options(page.text))
            answer = yield post("answer", path, learner.cookie, form)
            path = answer.header("Location")
        page = yield get("check", path, learner.cookie)
        answer = yield post("hand in", path, learner.cookie, _form(_token(page)))
        page = yield get("result", answer.header("Location"), learner.cookie)
        assert "You have passed" in page.text, "answered everything right and did not pass"

    def _right_options(self, page: str) -> list[str]:
        """The values of the right options on a question page."""
        shown = {text.strip(): value for value, text in OPTION.findall(page)}
        for text, scenario, options in self._questions:
            if f">{text}</legend>" in page and scenario in page and options.keys() == shown.keys():
                return [shown[option] for option, right in options.items() if right]
        raise AssertionError(f"a question that is not in the quiz: {page[-3000:]}")


def _localised(question: Question, school: School) -> tuple[str, str, dict[str, bool]]:
    """Text, scenario, and whether each option is right, as they stand on a page."""
    options = {fill(option.text, school.details).strip(): option.right for option in question.options}
    return fill(question.text, school.details), fill(question.scenario, school.details), options


def _token(page: Answer) -> str:
    found = TOKEN.search(page.text)
    assert found, "a page without a form"
    return found[1]


def _form(token: str, options: Sequence[str] = ()) -> str:
    return "&".join([f"csrf_token={token}", *(f"option={option}" for option in options)])
