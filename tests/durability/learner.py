"""A learner who sits the short module's test in a browser (tests/sources), and notes what the pages say."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lxml import html

from tests.durability.journal import Chosen, Journal, Sheet, Told
from tests.durability.line import Line, Refused, Reply, Unanswered

QUIZ = "/modules/short/quiz"
KEPT = "go back to it: your answer is still on the page"
RIGHT = ("The right", "An odd")

Outcome = TypeVar("Outcome")


class Watcher(Protocol):
    """Is told what learners live through, a refusal with the seconds that it took, and says when they may go home."""

    def acknowledged(self) -> None: ...

    def refused(self, after: float) -> None: ...

    def unanswered(self) -> None: ...

    def pause(self) -> None:
        """Return after the moment that somebody takes before they press again; raises `Home`."""


class Home(Exception):
    """The drill is over; whatever is not done stays undone."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question page. `values` are what the browser sends, by what the options say."""

    text: str
    values: dict[str, str]
    several: bool

    def choose(self, *, right: bool) -> Chosen:
        """The right options, or a wrong one. An odd one is right where there may be several."""
        wanted = RIGHT if self.several else RIGHT[:1]
        return frozenset(each for each in self.values if each.startswith(wanted if right else "A wrong"))


class Learner:
    """Goes on until it is done: what is refused or breaks off is sent again."""

    def __init__(self, person_id: int, line: Line, watcher: Watcher) -> None:
        self.journal = Journal(person_id)
        self._line, self._watcher = line, watcher
        self._csrf_token = ""

    def fail_then_pass(self) -> None:
        """Two attempts: what a test allows. Every answer is changed once on the way."""
        for right in (False, True):
            sheet = self.begin()
            for position in range(1, 5):
                self.answer(sheet, position, right=not right, by_script=True)
                self.answer(sheet, position, right=right)
            self.hand_in(sheet)

    def begin(self) -> Sheet:
        self._get(QUIZ)
        self.journal.a_start_is_open = True
        reply = self._submit(QUIZ)
        found = re.fullmatch(r"/attempts/(\d+)/questions/1", reply.location)
        assert found, f"no first question after the start, but {reply.location}"
        self._watcher.acknowledged()
        self.journal.a_start_is_open = False
        self.journal.sheets.append(Sheet(int(found[1])))
        return self.journal.sheets[-1]

    def answer(self, sheet: Sheet, position: int, *, right: bool, by_script: bool = False) -> None:
        """`by_script` sends it as the page does by itself when an option is chosen."""
        path = f"/attempts/{sheet.attempt_id}/questions/{position}"
        question = read_question(self._get(path))
        before = sheet.questions.get(position, question.text)
        assert question.text == before, f"another question than before: {question.text!r}, not {before!r}"
        chosen = question.choose(right=right)
        sheet.sent(position, question.text, chosen)
        accept = "application/json" if by_script else "text/html"
        reply = self._submit(path, accept=accept, option=[question.values[each] for each in chosen])
        assert not reply.location.endswith("/result"), "an answer came too late for an attempt that is not handed in"
        sheet.acknowledged(position, chosen, right=right)
        self._watcher.acknowledged()

    def hand_in(self, sheet: Sheet) -> None:
        sheet.hand_in_was_sent = True
        reply = self._submit(f"/attempts/{sheet.attempt_id}/check")
        assert reply.location == f"/attempts/{sheet.attempt_id}/result", reply.location
        sheet.told = read_result(self._get(reply.location))
        assert sheet.told.right == sheet.expected_mark, f"told {sheet.told}, but {sheet.expected_mark} were right"
        self._watcher.acknowledged()

    def _get(self, path: str) -> html.HtmlElement:
        reply = self._until_answered(lambda: self._line.send("GET", path))
        assert reply.status == 200, f"GET {path}: {reply.status} {reply.location}"
        page = html.fromstring(reply.page)
        self._csrf_token = page.xpath("string(//input[@name='csrf_token']/@value)") or self._csrf_token
        return page

    def _submit(self, path: str, accept: str = "text/html", **fields: object) -> Reply:
        fields["csrf_token"] = self._csrf_token
        reply = self._until_answered(lambda: self._line.send("POST", path, accept=accept, **fields))
        expected = 204 if accept == "application/json" else 303
        assert reply.status == expected, f"POST {path}: {reply.status} {reply.page[:2000]}"
        return reply

    def _until_answered(self, ask: Callable[[], Outcome]) -> Outcome:
        while True:
            began = time.monotonic()
            try:
                return ask()
            except Refused as refusal:
                check_words(refusal)
                self._watcher.refused(time.monotonic() - began)
            except Unanswered:
                self._watcher.unanswered()
            self._watcher.pause()


def check_words(refusal: Refused) -> None:
    """It says when to try again, and that the answer is not gone."""
    assert refusal.retry_after.isdigit(), refusal
    assert KEPT in read(html.fromstring(refusal.page)), refusal.page


def read_question(page: html.HtmlElement) -> Question:
    values = {
        read(label): page.get_element_by_id(label.get("for")).get("value") for label in page.xpath("//main//label")
    }
    (legend,) = page.xpath("//legend")
    return Question(read(legend), values, bool(page.xpath("//input[@type='checkbox']")))


def read_result(page: html.HtmlElement) -> Told:
    found = re.search(r"(\d+) of 4 right\.", read(page))
    assert found, "no mark on the result page"
    (heading,) = page.xpath("//h1")
    certificate = page.xpath("string(//a[starts-with(@href, '/certificates/')]/@href)").rpartition("/")[2]
    return Told(int(found[1]), read(heading) == "You have passed", certificate or None)


def read(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
