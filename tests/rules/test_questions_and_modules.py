from datetime import date

import pytest

from app.rules.modules import Lesson, Module
from tests.rules.build import question, quiz

LESSONS = (
    Lesson("first", "First", 1, ("signs",), ""),
    Lesson("second", "Second", 1, ("signs", "safety"), ""),
    Lesson("third", "Third", 1, (), ""),
)
MODULE = Module("m", "M", "", 1, 3, "", (), (), None, date(2027, 1, 1), (), (), "", "", LESSONS)


@pytest.mark.parametrize(("right", "keys"), [("b", {"b"}), ("ac", {"a", "c"}), ("", set())])
def test_right_keys(right: str, keys: set[str]) -> None:
    assert question("one", right=right).right_keys == keys


def test_a_question_is_found_by_its_id() -> None:
    source = quiz(question("one"), question("two"))
    assert source.question("two") is source.questions[1]


@pytest.mark.parametrize(("slug", "found"), [("second", LESSONS[1]), ("fourth", None), ("", None)])
def test_a_lesson_is_found_by_its_slug(slug: str, found: Lesson | None) -> None:
    assert MODULE.lesson(slug) is found
