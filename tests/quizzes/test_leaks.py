"""Right answers and what explains them are in no byte that is sent before handing in."""

import base64
import re
from copy import deepcopy
from random import Random
from typing import Any

from flask import Flask
from lxml import etree
from werkzeug.test import TestResponse

from app.content.edition import Edition
from app.models import Person
from app.rules.papers import draw_paper
from tests.client import Page, StrictClient
from tests.factories import PASSWORD
from tests.journeys import HALF_RIGHT, answer, begin, chosen, options, sit, values

SECRETS = ("SENTINEL", "right_keys", "option_keys", "is_right", "data-right", "correct", "&quot;right&quot;", '"right"')


class Eavesdropper(StrictClient):
    """Keeps every response as it was sent, headers and cookies included."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.heard: list[tuple[str, str]] = []

    def fetch(self, path: str, **more: Any) -> TestResponse:
        return self._listen(super().fetch(path, **more))

    def post(self, path: str, *arguments: Any, **more: Any) -> TestResponse:
        return self._listen(super().post(path, *arguments, **more))

    def _listen(self, response: TestResponse) -> TestResponse:
        cookies = [readable(value) for value in response.headers.getlist("Set-Cookie")]
        said = "\n".join([str(response.headers), *cookies, response.get_data(as_text=True)])
        self.heard.append((response.request.path, said))
        return response


def readable(cookie: str) -> str:
    """What a signed cookie says: it is encoded, not hidden."""
    payload = cookie.split("=", 1)[1].split(".")[0]
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode(errors="replace")


def test_nothing_leaks_from_signing_in_to_just_before_handing_in(app: Flask, learner: Person) -> None:
    client = Eavesdropper(app)
    client.press(client.get("/sign-in"), "Sign in", email=learner.email, password=PASSWORD)
    for path in ("/training", "/modules/short", "/modules/short/print", "/modules/short/lessons/second-part", "/help"):
        client.get(path)
    page = begin(client)
    attempt = page.path.rsplit("/", 2)[0]
    for right in (True, False, True, False):
        form = page.form("Continue")
        client.post(page.path, form.fields | {"option": "9"}, expect=400)
        client.post(page.path, form.fields | {"option": "1"}, expect=204, headers={"Accept": "application/json"})
        page = answer(client, page, right=right)
    for path in ("questions/1", "questions/4?then=check", "check", "questions/9"):
        client.send("GET", f"{attempt}/{path}")
    client.get("/modules/short/quiz")
    client.fetch(f"{attempt}/result", expect=303)
    client.post(f"{attempt}/check", {}, expect=400)
    assert len(client.heard) > 25
    for path, said in client.heard:
        assert not [secret for secret in SECRETS if secret in said], path
    assert "SENTINEL" in client.press(client.get(f"{attempt}/check"), "Hand in").text


def markup_of(page: Page) -> set[str]:
    """The markup of each option without what must differ: its number, its words and whether it is chosen."""
    items = page.document.xpath("//input[@name='option']/..")
    found = set()
    for item in deepcopy(items):
        for element in item.iter():
            element.text = element.tail = None
            element.attrib.pop("checked", None)
        found.add(re.sub(r'(id|for|value)="(option-)?\d+"', "", etree.tostring(item).decode()))
    return found


def test_an_option_looks_like_any_other(sitter: StrictClient) -> None:
    page = begin(sitter)
    for _ in range(4):
        assert list(options(page).values()) == ["1", "2", "3"]
        assert len(markup_of(page)) == 1
        page = answer(sitter, page)


def test_a_saved_answer_looks_the_same_right_or_wrong(sitter: StrictClient) -> None:
    page = begin(sitter)
    pages = []
    for right in (True, False):
        sitter.submit(page.form("Continue"), option=values(page, right=right))
        again = sitter.get(page.path)
        assert chosen(again)
        check = sitter.get(f"{page.path.rsplit('/', 2)[0]}/check")
        pages.append((len(markup_of(again)), check.document.xpath("count(//dl//*)")))
    assert pages[0][0] == pages[1][0]


def test_the_place_of_an_option_does_not_tell_whether_it_is_right(short_edition: Edition) -> None:
    """Over 3,000 papers each option of each question stands at each place about equally often."""
    quiz, random = short_edition.quiz, Random(20261116)
    counts: dict[tuple[str, str, int], int] = {}
    drawn: dict[str, int] = {}
    for _ in range(3_000):
        for item in draw_paper(quiz, random).items:
            drawn[item.question_id] = drawn.get(item.question_id, 0) + 1
            for place, key in enumerate(item.option_keys):
                counts[item.question_id, key, place] = counts.get((item.question_id, key, place), 0) + 1
    assert len(drawn) == len(quiz.questions)
    for (question, key, place), count in counts.items():
        share = count / drawn[question]
        assert abs(share - 1 / 3) < 0.07, f"{question} {key} at {place}: {share:.0%}"


def test_which_questions_are_drawn_does_not_depend_on_the_learner_alone(sitter: StrictClient) -> None:
    """Two learners, or one twice, cannot compare notes by number: papers are drawn anew each time."""
    first = [summary.strip() for summary in sit(sitter, HALF_RIGHT).document.xpath("//summary/span/text()")]
    second = [summary.strip() for summary in sit(sitter, HALF_RIGHT).document.xpath("//summary/span/text()")]
    assert set(first).isdisjoint(second)
