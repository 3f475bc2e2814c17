"""What a good quiz becomes."""

from collections.abc import Callable

import pytest

from app.content.compiling import Compiled
from app.rules.questions import AttemptLimit, Question, Quiz

HEAD = "---\nmodule: first-steps\npass_mark: 80\ndraw: all\nattempts: {attempts}\n---\n"
RICH = """
## Who is *late* & why? {#late objective=signs critical}

> Ana works at {{ organisation.name }}.
>
> She is never late.

> Hint: think of [signs](lesson:notice).

Choose **two**.

- [x] Her `phone`
   > Yes.
   >
   > - Always
   > - That one
- [ ] The bus
  that broke
  > No.
- [X] <b>Somebody</b>
  > Yes, 1 < 2.

> Everybody sees this.

## Fill? {#fill objective=reply}

1. [ ] 12. December
   > No.
1. [x] - a dash
   > Yes.
"""


@pytest.fixture
def quiz(compiled: Callable[..., Compiled]) -> Quiz:
    result = compiled(quiz=HEAD.format(attempts="no limit") + RICH)
    assert result.problems == ()
    assert result.quiz is not None
    return result.quiz


@pytest.fixture
def late(quiz: Quiz) -> Question:
    return quiz.question("late")


def test_rules_of_the_quiz(quiz: Quiz, compiled: Callable[..., Compiled]) -> None:
    assert (quiz.pass_mark, quiz.draw, quiz.limit) == (80, None, None)
    good = compiled().quiz
    assert good is not None
    assert (good.draw, good.limit) == (1, AttemptLimit(tries=3, pause_hours=24))


def test_question_text_is_inline(late: Question) -> None:
    more = '<span class="waymark-question__more">Choose <strong>two</strong>.</span>'
    assert late.text == f"Who is <em>late</em> &amp; why?{more}"


def test_scenario_hint_and_feedback_are_blocks(late: Question) -> None:
    assert late.scenario.count('<p class="govuk-body">') == 2
    assert "{{ organisation.name }}" in late.scenario
    assert late.hint.startswith('<p class="govuk-body">think of <a ')
    assert 'href="/modules/first-steps/lessons/notice"' in late.hint
    assert late.feedback == '<p class="govuk-body">Everybody sees this.</p>'


def test_options_keep_their_order_and_marks(late: Question) -> None:
    assert [option.right for option in late.options] == [True, False, True]
    assert [option.text for option in late.options] == [
        "Her <code>phone</code>",
        "The bus\nthat broke",
        "&lt;b&gt;Somebody&lt;/b&gt;",
    ]
    assert '<ul class="govuk-list govuk-list--bullet">' in late.options[0].feedback
    assert late.options[2].feedback == '<p class="govuk-body">Yes, 1 &lt; 2.</p>'


def test_dashes_mean_several_and_numbers_mean_one(quiz: Quiz) -> None:
    assert [(question.several, question.critical) for question in quiz.questions] == [(True, True), (False, False)]


def test_an_option_that_looks_like_a_list_stays_as_typed(quiz: Quiz) -> None:
    assert [option.text for option in quiz.question("fill").options] == ["12. December", "- a dash"]


def test_option_keys_outlive_a_new_order(compiled: Callable[..., Compiled], good_quiz: str) -> None:
    before = compiled(quiz=good_quiz).quiz
    first = "1. [ ] Nothing about signs-1\n   > It is more than that.\n"
    second = "2. [x] Something about signs-1\n   > Yes.\n"
    after = compiled(quiz=good_quiz.replace(first + second, second + first)).quiz
    assert before is not None
    assert after is not None
    keys = [option.key for option in before.questions[0].options]
    assert keys == [option.key for option in after.questions[0].options][::-1]
    assert len(set(keys)) == 2
