"""Text that would keep a parser busy for ever ends soon, and located."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.compiling import Compiled
from app.content.edition import check
from app.content.pages import Page, Surroundings
from app.content.problems import Findings
from app.content.rendering import Renderer
from app.content.sources import Sources
from app.content.text_shape import tame

PATHOLOGY = [
    "[" * 5000,
    "\n".join(["[" * 15] * 400),
    "\n".join(["[a " * 100] * 100),
    "\n".join("![a]( " * 60 for _ in range(200)),
    "[a](" * 2000,
    "*a " * 20_000,
    "\n".join(["*a **b " * 30] * 100),
    "_" * 10_000,
    "`" * 10_000,
    "\n".join(["`a" * 60] * 100),
    "<a" * 30_000,
    "&" * 10_000,
    "\\" * 10_000,
    "> " * 3000,
    "- " * 3000,
    "1. " * 3000,
    "\n".join(" " * 4 * depth + "- x" for depth in range(300)),
    "\n".join(">" * depth + "x" for depth in range(300)),
    "\n\n".join(" " * 4 * depth + '!!! help "x"' for depth in range(300)),
    "\n".join(("|a" * 1000, "|-" * 1000)) * 20,
    "#" * 10_000,
    "a\n" * 50_000,
    "\n" * 100_000,
]


@pytest.mark.parametrize("text", PATHOLOGY, ids=range(len(PATHOLOGY)))
def test_pathology_ends_located(text: str, good_module: str, good_quiz: str) -> None:
    found = check(Sources.of("first-steps", f"{good_module}\n{text}\n", f"{good_quiz}\n{text}\n"), seconds=6)
    assert all(problem.path.endswith("/first-steps.md") and problem.line > 0 for problem in found)
    assert not [problem for problem in found if "longer than 6 seconds" in problem.message]
    assert found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n".join(" " * 4 * depth + "- x" for depth in range(400)), "nested too deeply"),
        ("word " * 25_000, "too long for one page"),
    ],
    ids=["deep", "long"],
)
def test_a_page_that_is_too_much_is_told_at_its_line(text: str, words: str) -> None:
    findings = Findings("x.md")
    Renderer(lambda path, line: None).blocks(Page(text, 7, Surroundings("x", frozenset()), findings))
    (found,) = findings.problems
    assert found.line == 7
    assert words in found.message


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["a"] * 5_001, ["x.md:5000: This file has more than 5000 lines. Make two modules of it."]),
        (["[a" * 61] * 3, ["x.md:2: There are too many square brackets up to here. Make shorter paragraphs."]),
        (["[a" * 61, "", "[a" * 61], []),
        (["a" * 5_001], ["x.md:1: This line is longer than 5000 characters. Break it into paragraphs."]),
    ],
    ids=["lines", "brackets", "paragraphs", "line"],
)
def test_heavy_text_is_told_once_and_taken_out(lines: list[str], told: list[str]) -> None:
    findings = Findings("x.md")
    tamed = tame("\n".join(lines), findings)
    assert [str(problem) for problem in findings.problems] == told
    assert ("\n".join(lines) == tamed) == (not told)


HEADS = [
    "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]",
    "title: !!python/object/apply:os.system ['id']",
    "title: !!binary aGVsbG8=",
    "<<: {title: x}",
    "? ? ? x",
    "{" * 5000,
    "[" * 5000,
    "- " * 5000,
    "a:\n" * 3000,
    "title: x\n---\ntitle: y",
    'title: "\\x00"',
    "title: '\ud800'",
    "title: |\n  two\n  lines",
    "minutes: 1e3",
    "minutes: 0x10",
    "minutes: -1",
    "minutes: .inf",
    "review_by: 2027-13-01",
    "review_by: 9999-99-99",
    "level: yes",
    "1: 2",
    "null: ~",
    "\ufeff",
    "%TAG ! x\n",
    "...",
    "title: x: y: z",
    "title: 'x",
    "\x85title: x",
]


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
@pytest.mark.parametrize("part", ["module", "quiz"])
def test_a_hostile_head_is_refused(part: str, head: str, compiled: Callable[..., Compiled]) -> None:
    result = compiled(**{part: f"---\n{head}\n---\n\n## A {{#a objectives=x minutes=1}}\n\nText.\n"})
    own = [problem for problem in result.problems if problem.path.startswith({"module": "m", "quiz": "q"}[part])]
    assert own
    assert all(len(problem.message) < 500 and "\n" not in problem.message for problem in own)


@given(st.text(alphabet="-#>[]x 1.\n`{}=a:*", max_size=200))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_quiz_text_is_told_about_and_never_breaks(
    compiled: Callable[..., Compiled], good_quiz: str, text: str
) -> None:
    result = compiled(quiz=f"{good_quiz}\n{text}")
    lines = len(f"{good_quiz}\n{text}".split("\n"))
    assert all(1 <= problem.line <= lines for problem in result.problems)
    assert not re.search(r"<h[1-6]", str(result.quiz))
