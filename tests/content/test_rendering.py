"""What Markdown becomes on a lesson's page."""

import re
from collections.abc import Callable

import html5lib
import pytest

from app.content.compiling import Compiled

LessonHtml = Callable[..., str]

RENDERED = [
    # Markdown, and what must be in the HTML
    ("Words *and* **more**.", '<p class="govuk-body">Words <em>and</em> <strong>more</strong>.</p>'),
    ("### Smaller", '<h2 class="govuk-heading-m">Smaller</h2>'),
    ("### Smaller\n\n#### Smallest", '<h3 class="govuk-heading-s">Smallest</h3>'),
    ("* One\n* Two", '<ul class="govuk-list govuk-list--bullet">\n<li>One</li>'),
    ("1. One\n2. Two", '<ol class="govuk-list govuk-list--number">\n<li>One</li>'),
    ("> Said", '<blockquote class="govuk-inset-text">\n<p class="govuk-body">Said</p>\n</blockquote>'),
    ("Control\n:   A pattern.", '<dl class="waymark-definitions">\n<dt>Control</dt>\n<dd>A pattern.</dd>\n</dl>'),
    ("[Help](/help)", '<a class="govuk-link" href="/help">Help</a>'),
    ("[Signs](lesson:notice)", '<a class="govuk-link" href="/modules/first-steps/lessons/notice">Signs</a>'),
    ("[Law](https://law.example/a?b=1&c=2)", 'href="https://law.example/a?b=1&amp;c=2"'),
    ("[Law](https://law.example)", 'rel="noreferrer noopener"'),
    ("<https://law.example/>", '<a class="govuk-link" href="https://law.example/" rel="noreferrer noopener">'),
    ("Ask {{ pathway.lead }} or {{7*7}}.", "Ask {{ pathway.lead }} or {{7*7}}."),
    ("One\n\n---\n\nTwo", "<hr class="),
    ("One\n---\nTwo", "<hr class="),
    ("    Indented", '<p class="govuk-body">Indented</p>'),
    ("&nbsp;&lt;b&gt; & < >", "&nbsp;&lt;b&gt; &amp; &lt; &gt;"),
    ("A | B\n--- | ---\n1 | 2", '<th class="govuk-table__header" scope="col">A</th>'),
    ("A | B\n--- | ---\n1 | 2", 'aria-label="A, B" class="waymark-table" role="region" tabindex="0"'),
    ("| | B |\n| --- | --- |\n| 1 | 2 |", '<td class="govuk-table__cell"></td>'),
    ("A | B\n--- | ---:\n1 | 2", '<td class="govuk-table__cell govuk-table__cell--numeric">2</td>'),
]
BOXES = [
    *[
        (f'!!! {kind} "A *title*"\n    Text.', f'class="waymark-box waymark-box--{kind}"')
        for kind in ("content-note", "case-study", "key-point", "help", "important")
    ],
    *[
        (f'??? {kind} "A title"\n    Text.', f'<details class="govuk-details waymark-{kind}">\n<summary')
        for kind in ("think", "details", "content-note")
    ],
    ('!!! help "A *title*"\n    Text.', '<h2 class="waymark-box__title" id="say-1">A *title*</h2>'),
    ('!!! help “Word\'s "own" quotes”\n    Text.', '>Word\'s "own" quotes</h2>'),
    ('Before\n!!! help "T"\n    In.\nAfter', 'In.</p>\n</section>\n<p class="govuk-body">After</p>'),
    ('!!! help "T"\n    In.\n\n\n    * Also in.\n\nAfter', "<li>Also in.</li>\n</ul>\n</section>\n<p"),
    ('!!! case-study "T"\n    In.\n\n    ??? think "Well?"\n        Out.', "Out.</p>\n</div>\n</details>\n</section>"),
    ('* Point\n\n    !!! help "T"\n        In.', "</section>\n</li>"),
]


@pytest.mark.parametrize(("markdown", "expected"), [*RENDERED, *BOXES])
def test_markdown_becomes_govuk_html(markdown: str, expected: str, lesson_html: LessonHtml) -> None:
    html = lesson_html(markdown)
    assert expected in html
    assert "style=" not in html


SELF_CHECK = """\
!!! self-check "Does he need *proof*?"
    1. [ ] Yes, **always**
       > No. A worry is enough.
    2. [x] No
       > Right.
       >
       > Ask {{ pathway.lead }}.
"""


def test_a_self_check_opens_feedback_and_records_nothing(lesson_html: LessonHtml) -> None:
    html = lesson_html(SELF_CHECK)
    assert html.count('<details class="govuk-details waymark-self-check__option">') == 2
    assert '<h2 class="waymark-self-check__title" id="say-1">Does he need *proof*?</h2>' in html
    assert '<span class="govuk-details__summary-text">Yes, <strong>always</strong></span>' in html
    assert html.count("Right.") == 1
    assert not re.search(r"<(?:form|input|button|a)\b", html)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("[x] No", "[ ] No", 33, "No option is right"),
        ("[ ] Yes", "Yes", 33, "This option has no box"),
        ("       > No. A worry is enough.\n", "", 33, "This option has no feedback"),
        ("A worry is enough", "[A worry](x)", 34, 'A link cannot go to "x"'),
    ],
)
def test_a_mistake_in_a_self_check_is_located(
    old: str, new: str, line: int, words: str, problems: Callable[..., list[str]], edited: Callable[..., str]
) -> None:
    (found,) = problems(lesson=edited(SELF_CHECK, old, new))
    assert found.startswith(f"modules/first-steps.md:{line}: ")
    assert words in found


def test_a_table_needs_names_of_columns(problems: Callable[..., list[str]]) -> None:
    (found,) = problems(lesson="| | |\n| --- | --- |\n| 1 | 2 |")
    assert found.startswith("modules/first-steps.md:32: This table's columns have no names")


@pytest.mark.parametrize("outer", ["content-note", "self-check"])
def test_some_boxes_hold_no_box(outer: str, problems: Callable[..., list[str]]) -> None:
    found = problems(lesson=f'!!! {outer} "T"\n    In.\n\n    !!! help "U"\n        In.')
    assert len(found) == 1


def test_three_boxes_in_one_another_are_too_many(problems: Callable[..., list[str]]) -> None:
    lesson = '!!! help "T"\n\n    !!! help "U"\n\n        ??? think "V"\n            In.'
    assert problems(lesson=lesson) == [
        "modules/first-steps.md:36: This box stands inside a box inside a box. Take it out of them."
    ]


def test_the_second_of_two_equal_mistakes_has_its_own_line(problems: Callable[..., list[str]]) -> None:
    found = problems(lesson="[a](x)\n\n[a](x)")
    assert [problem.split(":")[1] for problem in found] == ["32", "34"]


def test_the_content_note_leaves_the_introduction(compiled: Callable[..., Compiled]) -> None:
    module = compiled().module
    assert module is not None
    assert module.content_note_html == '<p class="govuk-body">You can <strong>stop</strong> at any time.</p>'
    assert module.intro_html.strip() == '<p class="govuk-body">Welcome to {{ organisation.name }}.</p>'


def test_a_module_without_a_content_note(compiled: Callable[..., Compiled], good_module: str) -> None:
    module = compiled(module=good_module.replace("!!! content-note", "??? content-note")).module
    assert module is not None
    assert module.content_note_html == ""
    assert "waymark-content-note" in module.intro_html


def test_a_page_is_valid_html_with_unique_ids_and_lean(lesson_html: LessonHtml) -> None:
    everything = "\n\n".join(
        [*(text for text, _ in RENDERED), *(text for text, _ in BOXES), SELF_CHECK, "word " * 500]
    ).replace("#### Smallest", "### Smallest")
    html = lesson_html(everything)
    html5lib.HTMLParser(strict=True).parse(
        f"<!DOCTYPE html><html><head><title>t</title></head><body>{html}</body></html>"
    )
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 10
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) == set(ids)
    assert len(html) < 14_000
