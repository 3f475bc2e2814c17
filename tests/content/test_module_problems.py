"""Every mistake in a module is told once, with its line and what to do."""

from collections.abc import Callable

import pytest

Problems = Callable[..., list[str]]
Edited = Callable[[str, str, str], str]

HEAD_MISTAKES = [
    # what is there, what somebody wrote instead, the line and the words of the one problem
    ("valid_for: 36", "valid for: 36", 11, '"valid for" is not a key here. Did you mean "valid_for"?'),
    ("level: 1", "level: 4", 4, '"level" must be a whole number from 1 to 3, not "4"'),
    ("level: 1", "level: one", 4, 'not "one"'),
    ("level: 1", "level: ²", 4, 'not "²"'),
    ("minutes: 10", "minutes: 8", 28, "The lessons take 9 minutes, the whole module 8"),
    ("minutes: 10", "minutes: 99999999999999999999", 5, '"minutes" must be a whole number'),
    ("minutes: 10", "minutes:", 5, '"minutes" has no value. Write it after the colon.'),
    ("audience: All staff\n", "", 2, '"audience" is missing. Add it to the details.'),
    ("title: First steps", "title: Abuse, a start", 2, 'The word "Abuse" in the title'),
    (
        "title: First steps",
        "title: Help {{ organisation.name }}",
        2,
        "Local details work in lessons and questions only",
    ),
    ("title: First steps", 'title: "{{ organisation.name }}"', 2, "Local details work in lessons and questions only"),
    ("title: First steps", f"title: {'x' * 61}", 2, '"title" is longer than 60 characters'),
    ("title: First steps", "title: [First, steps]", 2, '"title" must be plain text'),
    ("title: First steps", "title: First steps: a start", 2, "put a value with a colon or a # in quotes"),
    ("title: First steps", "title: &a First steps", 2, "A word that starts with & or *"),
    ("title: First steps", "title: !!python/name:os.system x", 2, "A value that starts with !"),
    ("title: First steps", "title: First steps\ntitle: Again", 3, '"title" is here twice'),
    ("[indicators, disclosure]", "[{a: b}]", 10, '"covers" must be plain text'),
    ("[indicators, disclosure]", "[indicator, disclosure]", 10, 'Did you mean "indicators"?'),
    ("[indicators, disclosure]", "[indicators, indicators]", 10, '"indicators" is named twice in "covers"'),
    ("[indicators, disclosure]", "indicators", 10, '"covers" must be a list'),
    ("[indicators, disclosure]", "[]", 10, '"covers" is empty'),
    ("36 months", "3 years", 11, '"valid_for" must be "36 months" or the like, or "no end"'),
    ("36 months", "0 months", 11, '"valid_for" must be'),
    ("36 months", "121 months", 11, '"valid_for" must be'),
    ("2027-04-01", "1 April 2027", 12, '"review_by" must be a day such as 2027-04-01'),
    ("2027-04-01", "2027-02-30", 12, '"2027-02-30" is not a day of the calendar'),
    ("2027-04-01", "20270401", 12, '"review_by" must be a day'),
    ("2027-04-01", "0027-04-01", 12, '"review_by" must be a day'),
    ("as: specialist", "as: boss", 16, '"as" must be one of "specialist", "practitioner", "survivor-group"'),
    (", on: 2026-11-01", "", 16, '"on" is missing'),
    ("- {name: Jo Bright, as: specialist, on: 2026-11-01}", "- Jo", 16, 'Each item of "signed_off"'),
]
TEXT_MISTAKES = [
    ("{{ organisation.name }}", "{{ organisation.nam }}", 19, 'Did you mean "organisation.name"?'),
    ("{{ organisation.name }}", "{{ secret.key }}", 19, '"secret.key" is not a local detail'),
    ("{#notice minutes=4 objectives=signs}", "{minutes=4 objectives=signs}", 24, "needs one id in braces"),
    ("{#notice minutes", "{#notice #other minutes", 24, "needs one id in braces"),
    ("{#notice minutes", "{#Notice minutes", 24, "'Notice' cannot be the id of a lesson"),
    ("{#notice minutes", "{#abuse minutes", 24, 'The word "abuse" in the id of a lesson'),
    (" minutes=4", "", 24, '"minutes=" is missing'),
    ("minutes=4", "minutes=four", 24, '"minutes" must be a whole number'),
    ("minutes=4", "minuts=4 minutes=4", 24, '"minuts=" does not belong in these braces. Did you mean "minutes"?'),
    ("minutes=4", "minutes=4 minutes=5", 24, '"minutes=" stands twice'),
    ("objectives=signs}", "objectives=signs critical}", 24, '"critical" does not belong in these braces'),
    ("{#say", "{#notice", 28, 'The lesson on line 24 has the id "notice" too'),
    ("## What to say", "## Talking to a survivor", 28, 'The word "survivor" in a lesson\'s title'),
    ("## What to say", "## What **to** say", 28, "A lesson's title is plain words"),
    ("## What to say", "## ", 28, "This lesson has no title"),
    ("Something has changed.\n", "", 24, "This lesson is empty"),
    ("## What to say", f"## {'What ' * 17}", 28, "This title is longer than 80 characters"),
    ("Something has", "# Something has", 26, "A heading with one # is the page's own"),
    ("Something has", "#Something has", 26, "Put a space after the # signs"),
    ("Something has", "#### Something has", 26, "This heading jumps a level. Use ### here."),
    ("Something has", "##### Something has", 26, "Headings go down to ####"),
    ("Something has", "\tSomething has", 26, "There is a tab in this line"),
    ("Something has", "Something\0 has", 26, "invisible control character"),
    ("Something has", "Something \u202ehas", 26, "invisible control character"),
    ("Something has", "<!-- ask Jo -->Something has", 26, "Learners would see this comment"),
    ("Something has", "[this](lesson:sya) has", 26, 'There is no lesson "sya" to link to. Did you mean "say"?'),
    ("Something has", "[this](http://a.example) has", 26, "Start it with https://"),
    ("Something has", "[this](other.html) has", 26, 'A link cannot go to "other.html"'),
    ("Something has", "[](https://a.example) has", 26, "This link has no words"),
    ("Something has", "[this]() has", 26, "This link goes nowhere"),
    ("!!! content-note", "!!! content-nota", 21, '"content-nota" is not a kind of box. Did you mean "content-note"?'),
    ("!!! content-note", "!!! think", 21, 'A box of the kind "think" starts with ???'),
    ("!!! content-note", "??? key-point", 21, 'A box of the kind "key-point" starts with !!!'),
    ('!!! content-note "This may be hard to read"', "!!! content-note", 21, "This box has no title"),
    ("    You can **stop**", "You can **stop**", 21, "This box is empty. Indent its text by four spaces."),
    ("    You can **stop**", "    ### You can **stop**", 22, "has four # signs"),
    ('!!! content-note "This may be hard to read"', '!!! self-check "Well?"', 21, "A self-check holds one list"),
]
MISTAKES_WITH_CONSEQUENCES = [
    ("  signs: Spot signs at work", "  Signs: Spot signs at work", 8, "'Signs' cannot be an objective's id"),
    ("  signs: Spot", "  victim-signs: Spot", 8, 'The word "victim" in an objective\'s id'),
    ("  reply: Say", "  signs: Say", 9, '"signs" is here twice'),
    ("objectives=signs}", "objectives=sings}", 24, '"sings" is not an objective of this module. Did you mean "signs"?'),
    ("objectives=signs}", "objectives=}", 24, '"objectives=" names none'),
    ("objectives:\n  signs: Spot signs at work\n  reply: Say", "objectives: Say", 7, "must be lines of `id: sentence`"),
    ("  signs: Spot", "".join(f"  o{n}: Do\n" for n in range(19)) + "  signs: Spot", 8, "20 objectives at most"),
    ("## What you may notice", "What you may notice", 8, 'No lesson teaches "signs"'),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), [*HEAD_MISTAKES, *TEXT_MISTAKES])
def test_a_mistake_is_one_located_problem(
    old: str, new: str, line: int, words: str, good_module: str, problems: Problems, edited: Edited
) -> None:
    found = problems(module=edited(good_module, old, new))
    assert [problem.split(": ")[0] for problem in found] == [f"modules/first-steps.md:{line}"], found
    assert words in found[0]


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES_WITH_CONSEQUENCES)
def test_a_mistake_is_told_beside_what_follows_from_it(
    old: str, new: str, line: int, words: str, good_module: str, problems: Problems, edited: Edited
) -> None:
    found = problems(module=edited(good_module, old, new))
    assert any(problem.startswith(f"modules/first-steps.md:{line}: ") and words in problem for problem in found), found


TEN_MISTAKES = [
    ("level: 1", "level: 9", 4),
    ("minutes: 10", "minutes: ten", 5),
    ("indicators,", "indicator,", 10),
    ("36 months", "3 years", 11),
    ("2027-04-01", "1 April 2027", 12),
    ("as: specialist", "as: boss", 16),
    ("{{ organisation.name }}", "{{ organisation.nam }}", 19),
    ("!!! content-note", "!!! content-nota", 21),
    ("Something has", "[Something](lesson:sya) has", 26),
    ("## What to say", "## What a victim says", 28),
]


def test_ten_mistakes_are_ten_problems(good_module: str, problems: Problems, edited: Edited) -> None:
    module = good_module
    for old, new, _ in TEN_MISTAKES:
        module = edited(module, old, new)
    assert [int(problem.split(":")[1]) for problem in problems(module=module)] == [line for _, _, line in TEN_MISTAKES]


def test_front_matter_that_cannot_be_read_does_not_hide_the_rest(problems: Problems) -> None:
    found = problems(module="---\ntitle: 'First\n---\n\n## Talk {#talk minutes=1 objectives=x}\n\n[a](b)\n")
    assert [problem.split(": ")[0] for problem in found] == ["modules/first-steps.md:2", "modules/first-steps.md:7"]


@pytest.mark.parametrize(
    ("module", "line", "words"),
    [
        ("", 1, "must start with a line `---`"),
        ("title: x\n", 1, "must start with a line `---`"),
        ("---\ntitle: x\n", 1, "Add a line `---` after them"),
        ("---\n---\n", 2, "must be lines of `key: value`"),
        ("---\n- a\n---\n", 2, "must be lines of `key: value`"),
        ("---\njust words\n---\n", 2, "must be lines of `key: value`"),
        ("---\n? [a, b]\n: c\n---\n", 2, "A key must be a single word"),
        ("---\ntitle: {a: {b: {c: {d: {e: f}}}}}\n---\n", 2, "nested too deeply"),
        ("---\ntitle: " + "[" * 19 + "\n---\n", 2, "nested too deeply"),
        ("---\ntitle: @x\n---\n", 2, "This part cannot be read"),
        ("---\n%YAML 9.9\n---\n", 2, "This part cannot be read"),
        ("---\n" + "a: bbbbbbbb\n" * 4_000 + "---\n", 1, "The details are longer than"),
        ("---\na: &a [x]\nb: [*a, *a]\n---\n", 3, "A word that starts with & or *"),
        ("x" * 300_001, 1, "This file is larger than 300 kB"),
    ],
)
def test_a_head_that_is_no_head(module: str, line: int, words: str, problems: Problems) -> None:
    found = problems(module=module)
    assert any(problem.startswith(f"modules/first-steps.md:{line}: ") and words in problem for problem in found), found


def test_the_good_module_has_no_problems(problems: Problems) -> None:
    assert problems() == []
