"""An id keeps its meaning from edition to edition."""

from dataclasses import replace

import pytest

from app.content.changes import changed_meaning, similarity
from app.rules.questions import AttemptLimit, Option, Question, Quiz

OPTIONS = (
    Option("a", "A private matter", False, "No."),
    Option("b", "A sign of controlling behaviour", True, "Yes."),
)
QUESTION = Question(
    id="messages",
    objective="tactics",
    text="A tenant says her partner reads her messages every night. What is this?",
    scenario="",
    hint="",
    feedback="",
    several=False,
    critical=False,
    options=OPTIONS,
)


def quiz(*questions: Question) -> Quiz:
    return Quiz(80, 1, AttemptLimit(3, 24), questions)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "A tenant tells you that her partner reads her messages each night. What is it?"},
        {"text": "<em>A tenant</em> says her partner reads her messages every night! What is this?"},
        {"scenario": "<p>In a flat.</p>", "hint": "<p>Think.</p>", "feedback": "<p>So.</p>", "critical": True},
        {"options": OPTIONS[::-1]},
        {"options": (OPTIONS[0], replace(OPTIONS[1], text="It is a sign of controlling behaviour", feedback="Right."))},
        {"options": (replace(OPTIONS[0], text="Nobody's business"), OPTIONS[1])},
        {"id": "other", "text": "Something else altogether?"},
        {"options": ()},
    ],
)
def test_better_words_keep_the_meaning(change: dict[str, object]) -> None:
    assert changed_meaning(quiz(QUESTION), quiz(replace(QUESTION, **change))) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"objective": "definition"}, 'it was for the objective "tactics"'),
        ({"several": True}, "it had one right answer"),
        ({"text": "Who may see what you write down?"}, "its text was quite different"),
        (
            {"options": tuple(replace(option, right=not option.right) for option in OPTIONS)},
            "none of its right answers",
        ),
        ({"options": (OPTIONS[0], replace(OPTIONS[1], text="Nothing to worry about"))}, "none of its right answers"),
    ],
)
def test_another_meaning_needs_another_id(change: dict[str, object], words: str) -> None:
    (found,) = changed_meaning(quiz(QUESTION), quiz(replace(QUESTION, **change)))
    assert found.question_id == "messages"
    assert words in found.message


def test_several_right_answers_that_became_one() -> None:
    (found,) = changed_meaning(quiz(replace(QUESTION, several=True)), quiz(QUESTION))
    assert "it had several right answers" in found.message


def test_one_shared_right_answer_is_enough() -> None:
    both = tuple(replace(option, right=True) for option in OPTIONS)
    old, new = replace(QUESTION, several=True, options=both), replace(QUESTION, several=True)
    assert changed_meaning(quiz(old), quiz(new)) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("", "", 1), ("a", "", 0), ("A <b>b</b>!", "a b", 1), ("a &amp; b", "a b", 1), ("a b c d", "a b x y", 0.5)],
)
def test_similarity_counts_words(one: str, other: str, alike: float) -> None:
    assert similarity(one, other) == alike
