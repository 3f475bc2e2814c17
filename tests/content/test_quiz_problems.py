"""Every mistake in a quiz is told with its line and what to do."""

from collections.abc import Callable

import pytest

Problems = Callable[..., list[str]]
Edited = Callable[[str, str, str], str]

OPTIONS = """\
1. [ ] Nothing about signs-1
   > It is more than that.
2. [x] Something about signs-1
   > Yes.
"""
MISTAKES = [
    # what is there, what somebody wrote instead, the line and the words of the one problem
    ("module: first-steps", "module: second-steps", 2, 'This test is for the module "first-steps"'),
    ("pass_mark: 80", "pass_mark: 80%", 3, '"pass_mark" must be a whole number from 1 to 100, not "80%"'),
    ("pass_mark: 80", "pass_mark: 101", 3, '"pass_mark" must be'),
    ("pass_mark: 80", "passmark: 80", 3, 'Did you mean "pass_mark"?'),
    ("draw: 1 per objective", "draw: 1", 4, '"draw" must be "2 per objective" (1 to 20) or "all"'),
    ("3, then 24 hours", "3", 5, '"attempts" must be "3, then 24 hours" or "no limit"'),
    ("3, then 24 hours", "3, then 0 hours", 5, '"attempts" must be'),
    ("## Why is Ana late?", "Read this.\n\n## Why is Ana late?", 8, "Text before the first question is not shown"),
    ("## Why is Ana late?", "## ", 8, "This question has no title"),
    ("{#signs-1 ", "{", 8, "This question needs one id in braces after its title: {#short-name objective=…}."),
    ("{#signs-1 ", "{#rape-1 ", 8, 'The word "rape" in the id of a question'),
    ("{#signs-2 ", "{#signs-1 ", 15, 'The question on line 8 has the id "signs-1" too'),
    ("objective=signs}", "objective=signs criticl}", 8, 'Did you mean "critical"?'),
    ("2. [x] Something", "2. [ ] Something", 10, "No option is right. Mark one with [x]."),
    ("1. [ ] Nothing", "1. [x] Nothing", 10, "2 options are right. Keep one [x]"),
    ("1. [ ] Nothing", "1. Nothing", 10, "This option has no box"),
    ("1. [ ] Nothing", "1. [] Nothing", 10, "This option has no box"),
    ("1. [ ] Nothing", "1. [y] Nothing", 10, "This option has no box"),
    ("1. [ ] Nothing about signs-1", "1. [ ]", 10, "This option is empty"),
    ("1. [ ] Nothing about", "1. [ ] something  about", 12, "This option says the same as the one on line 10"),
    ("1. [ ] Nothing about signs-1", "1. [ ] All of the above", 10, "Options are shuffled"),
    ("1. [ ] Nothing about signs-1", "1. [ ] Both A and C", 10, "Options are shuffled"),
    ("1. [ ] Nothing about signs-1", "1. [ ] None of these.", 10, "Options are shuffled"),
    ("1. [ ] Nothing about", "1. [ ] ![nothing](x.png) about", 10, "Pictures do not work here"),
    ("1. [ ] Nothing about", "1. [ ] [Nothing](x.html) about", 10, 'A link cannot go to "x.html"'),
    ("1. [ ] Nothing about", "1. [ ] {{ pathway.team }} about", 10, '"pathway.team" is not a local detail'),
    ("   > It is more than that.\n", "", 10, "This option has no feedback"),
    ("   > It is more than that.", "   >", 11, "This feedback is empty"),
    ("   > It is more than that.", "   > # More", 11, "A heading cannot stand here"),
    ("   > It is more than that.", "   > [more](lesson:sya)", 11, 'Did you mean "say"?'),
    ("   > It is more than that.", "   - It is more.\n   > It is.", 11, "Only feedback may stand under an option"),
    ("   > It is more than that.\n2.", "> It is more than that.\n\n2.", 10, "This option has no feedback"),
    (OPTIONS, OPTIONS.split("2.")[0], 10, "There are 1 options here. Write 2 to 8."),
    (OPTIONS, "", 8, "This question has no options"),
    (OPTIONS, f"{OPTIONS}\nBy the way.\n", 15, "Text after the options is not shown"),
    (OPTIONS, f"> Hint:\n\n{OPTIONS}", 10, "This quote is empty"),
    (OPTIONS, f"### Choose\n\n{OPTIONS}", 10, "Only questions have headings here"),
    (OPTIONS, f'!!! help "Choose"\n    One.\n\n{OPTIONS}', 10, "Boxes do not work here"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES)
def test_a_mistake_is_a_located_problem(
    old: str, new: str, line: int, words: str, good_quiz: str, problems: Problems, edited: Edited
) -> None:
    found = problems(quiz=edited(good_quiz, old, new))
    assert any(problem.startswith(f"quizzes/first-steps.md:{line}: ") and words in problem for problem in found), found


def test_feedback_that_is_not_indented_breaks_the_options_in_two(
    good_quiz: str, problems: Problems, edited: Edited
) -> None:
    found = problems(quiz=edited(good_quiz, OPTIONS, OPTIONS.replace("   >", ">")))
    assert any("The options are broken in two here. Indent each feedback" in problem for problem in found), found


def test_more_than_eight_options_are_too_many(good_quiz: str, problems: Problems, edited: Edited) -> None:
    more = "".join(f"{n}. [ ] Choice {n}\n   > No.\n" for n in range(3, 10))
    assert problems(quiz=edited(good_quiz, OPTIONS, OPTIONS + more)) == [
        "quizzes/first-steps.md:10: There are 9 options here. Write 2 to 8."
    ]


@pytest.mark.parametrize(
    ("draw", "questions", "words"),
    [
        ("1 per objective", 3, None),
        ("1 per objective", 2, 'There are 2 questions for "signs". Write at least 3, 3 for each that is drawn.'),
        ("2 per objective", 3, "Write at least 6"),
        ("all", 1, None),
        ("all", 0, 'There are 0 questions for "signs". Write at least 1.'),
    ],
)
def test_a_bank_is_three_times_what_is_drawn(
    draw: str, questions: int, words: str | None, good_quiz: str, problems: Problems
) -> None:
    head, *parts = good_quiz.replace("1 per objective", draw).split("\n## ")
    of_signs = [part for part in parts if "objective=signs" in part][:questions]
    others = [part for part in parts if "objective=reply" in part] * (2 if draw.startswith("2") else 1)
    quiz = "\n## ".join([head, *of_signs, *others])
    found = [problem for problem in problems(quiz=quiz) if '"signs"' in problem]
    assert len(found) == (words is not None)
    assert words is None or (words in found[0] and found[0].startswith("quizzes/first-steps.md:4: "))


def test_an_option_may_speak_of_all_people(good_quiz: str, problems: Problems, edited: Edited) -> None:
    assert problems(quiz=edited(good_quiz, "Nothing about signs-1", "All of us, and none of them alone")) == []
