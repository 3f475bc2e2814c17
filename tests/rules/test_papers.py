from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.papers import Paper, PaperItem, draw_paper
from app.rules.questions import Quiz
from tests.rules.build import bank, question, quiz


def ids(paper: Paper) -> list[str]:
    return [item.question_id for item in paper.items]


def objectives(paper: Paper, drawn_from: Quiz) -> list[str]:
    return [drawn_from.question(item.question_id).objective for item in paper.items]


def test_draws_the_number_for_each_objective_in_the_order_of_the_objectives() -> None:
    source = bank(objectives=3, questions=5, draw=2)
    paper = draw_paper(source, Random(1))
    assert objectives(paper, source) == ["objective-0"] * 2 + ["objective-1"] * 2 + ["objective-2"] * 2


def test_without_a_number_every_question_is_asked_in_its_own_order() -> None:
    source = bank(objectives=2, questions=3, draw=None)
    assert ids(draw_paper(source, Random(1))) == ["q0-0", "q0-1", "q0-2", "q1-0", "q1-1", "q1-2"]


def test_an_objective_with_fewer_questions_gives_all_that_it_has() -> None:
    source = quiz(question("one", objective="a"), *(question(f"b{n}", objective="b") for n in range(4)), draw=2)
    assert Counter(objectives(draw_paper(source, Random(1)), source)) == {"a": 1, "b": 2}


def test_the_same_chance_draws_the_same_paper() -> None:
    source = bank(objectives=3, questions=6, draw=3)
    assert draw_paper(source, Random(7)) == draw_paper(source, Random(7))


def test_another_chance_draws_another_paper() -> None:
    source = bank(objectives=3, questions=6, draw=3)
    assert len({draw_paper(source, Random(seed)) for seed in range(20)}) > 15


def test_every_question_comes_up() -> None:
    source = bank(objectives=2, questions=6, draw=2)
    drawn = {name for seed in range(200) for name in ids(draw_paper(source, Random(seed)))}
    assert drawn == {each.id for each in source.questions}


def test_the_right_option_is_not_always_in_the_same_place() -> None:
    source = quiz(question("one"))
    places = {draw_paper(source, Random(seed)).items[0].option_keys.index("b") for seed in range(50)}
    assert places == {0, 1, 2}


@pytest.mark.parametrize("seed", range(20))
def test_a_second_paper_has_new_questions_as_long_as_there_are_some(seed: int) -> None:
    source, random = bank(objectives=2, questions=4, draw=2), Random(seed)
    first = draw_paper(source, random)
    assert not set(ids(first)) & set(ids(draw_paper(source, random, first)))


@pytest.mark.parametrize("seed", range(20))
def test_a_second_paper_repeats_no_more_than_it_must(seed: int) -> None:
    source, random = bank(objectives=1, questions=5, draw=3), Random(seed)
    first = draw_paper(source, random)
    assert len(set(ids(first)) & set(ids(draw_paper(source, random, first)))) == 1


@pytest.mark.parametrize(
    ("position", "found"),
    [
        (-1, None),
        (0, None),  # positions count from 1, and never from the end
        (1, "first"),
        (2, "second"),
        (3, None),
    ],
)
def test_items_are_found_by_position(position: int, found: str | None) -> None:
    paper = Paper((PaperItem("first", ("a",)), PaperItem("second", ("a",))))
    item = paper.item(position)
    assert (item.question_id if item else None) == found
    assert len(paper) == 2


@given(
    objectives=st.integers(1, 6),
    questions=st.integers(1, 8),
    draw=st.integers(1, 8),
    seed=st.integers(),
    papers=st.integers(1, 4),
)
def test_any_paper_is_whole(objectives: int, questions: int, draw: int, seed: int, papers: int) -> None:
    source, random, paper = bank(objectives, questions, draw=draw), Random(seed), None
    for _ in range(papers):
        paper = draw_paper(source, random, paper)
        asked = [source.question(name) for name in ids(paper)]
        assert set(Counter(each.objective for each in asked).values()) == {min(draw, questions)}
        assert len({each.objective for each in asked}) == objectives
        assert len(set(ids(paper))) == len(paper)
        for item, each in zip(paper.items, asked, strict=True):
            assert sorted(item.option_keys) == sorted(option.key for option in each.options)
