from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.marking import Answers, Mark, mark, right_needed
from app.rules.papers import draw_paper
from tests.rules.build import bank, question, quiz

NOTHING = frozenset[str]()


def mark_with(right: int, total: int, pass_mark: int) -> Mark:
    source = quiz(*(question(f"q{n}") for n in range(total)), pass_mark=pass_mark)
    answers = {position: frozenset("b" if position <= right else "a") for position in range(1, total + 1)}
    return mark(source, draw_paper(source, Random(0)), answers)


@pytest.mark.parametrize(
    ("right", "total", "pass_mark", "passed"),
    [
        (12, 14, 80, True),  # 85.7 %
        (11, 14, 80, False),  # 78.6 %, which is not 80 however it is rounded
        (8, 10, 80, True),  # exactly
        (7, 10, 80, False),
        (2, 3, 67, False),  # 66.67 % is not 67 %
        (2, 3, 66, True),
        (0, 4, 0, True),  # a quiz may ask for nothing
        (4, 4, 100, True),
        (3, 4, 100, False),
        (29, 100, 29, True),  # where floating point would say 28.999…
    ],
)
def test_the_pass_mark(right: int, total: int, pass_mark: int, passed: bool) -> None:
    result = mark_with(right, total, pass_mark)
    assert (result.right, result.total, result.pass_mark) == (right, total, pass_mark)
    assert result.passed is passed


@given(total=st.integers(1, 40), pass_mark=st.integers(0, 100), data=st.data())
def test_what_is_told_beforehand_is_what_passes(total: int, pass_mark: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total))
    assert mark_with(right, total, pass_mark).passed == (right >= right_needed(pass_mark, total))


def test_a_critical_question_that_is_missed_keeps_any_mark_from_passing() -> None:
    source = quiz(question("one", critical=True), *(question(f"q{n}") for n in range(9)), pass_mark=80)
    answers = {1: frozenset("a")} | {position: frozenset("b") for position in range(2, 11)}
    result = mark(source, draw_paper(source, Random(0)), answers)
    assert result.right == 9
    assert result.critical_missed
    assert not result.passed


def test_a_critical_question_without_an_answer_is_missed() -> None:
    source = quiz(question("one", critical=True), pass_mark=0)
    assert not mark(source, draw_paper(source, Random(0)), {}).passed


def test_a_critical_question_that_is_right_is_like_any_other() -> None:
    source = quiz(question("one", critical=True), question("two"), pass_mark=50)
    result = mark(source, draw_paper(source, Random(0)), {1: frozenset("b"), 2: frozenset("a")})
    assert not result.critical_missed
    assert result.passed


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        (frozenset("bc"), True),
        (frozenset("b"), False),  # half is not enough
        (frozenset("abc"), False),  # ticking everything gains nothing
        (frozenset("ab"), False),
        (NOTHING, False),
        (frozenset("bcx"), False),  # an option that is not on the paper
    ],
)
def test_several_answers_must_be_exact(chosen: frozenset[str], right: bool) -> None:
    source = quiz(question("one", right="bc"))
    assert mark(source, draw_paper(source, Random(0)), {1: chosen}).questions[0].right is right


@pytest.mark.parametrize("answers", [{}, {1: NOTHING}])
def test_nothing_chosen_is_never_right(answers: Answers) -> None:
    source = quiz(question("one"))
    assert mark(source, draw_paper(source, Random(0)), answers).right == 0


def test_answers_beyond_the_paper_count_for_nothing() -> None:
    source = quiz(question("one"))
    result = mark(source, draw_paper(source, Random(0)), {0: frozenset("b"), 2: frozenset("b"), -1: frozenset("b")})
    assert (result.right, result.total) == (0, 1)


def test_only_the_paper_is_marked_and_not_the_bank() -> None:
    source = bank(objectives=2, questions=5, draw=2)
    answers = {position: frozenset("b") for position in range(1, 5)}
    result = mark(source, draw_paper(source, Random(3)), answers)
    assert (result.right, result.total) == (4, 4)
    assert result.passed


def test_objectives_to_revisit_are_named_once_in_the_order_of_the_paper() -> None:
    source = bank(objectives=3, questions=2, draw=None)
    wrong_in_the_last_two = {1: frozenset("b"), 2: frozenset("b"), 6: frozenset("b")}
    result = mark(source, draw_paper(source, Random(0)), wrong_in_the_last_two)
    assert result.objectives_to_revisit == ("objective-1", "objective-2")


def test_nothing_to_revisit_when_all_is_right() -> None:
    assert mark_with(3, 3, 80).objectives_to_revisit == ()
