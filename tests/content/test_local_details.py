"""Each organisation's own words, put into pages that were rendered once for all of them."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.local_details import LOCAL_DETAILS, check_tokens, fill
from app.content.problems import Findings

GUIDE = Path(__file__).parents[2] / "docs" / "writing-modules.md"


@pytest.mark.parametrize(
    ("html", "values", "filled"),
    [
        ("<p>Ask {{ pathway.hr }}.</p>", {"pathway.hr": "Jo in HR"}, "<p>Ask Jo in HR.</p>"),
        ("{{pathway.hr}} {{  pathway.hr  }}", {"pathway.hr": "Jo"}, "Jo Jo"),
        ("Ask {{ pathway.hr }}.", {}, "Ask your HR team."),
        ("Ask {{ pathway.hr }}.", {"pathway.hr": " \n "}, "Ask your HR team."),
        ("{{ pathway.hr }}", {"pathway.hr": "<b>&\"'"}, "&lt;b&gt;&amp;&quot;&#x27;"),
        ("{{ pathway.hr }}", {"pathway.hr": "Jo\r\nRoom 5"}, "Jo<br>Room 5"),
        ("{{ pathway.hr }}", {"pathway.hr": "{{ pathway.lead }}"}, "{{ pathway.lead }}"),
        ("{{ pathway.hr }}", {"pathway.hr": r"\1 \g<0>"}, r"\1 \g&lt;0&gt;"),
        ("{{7*7}} {{ config }} {{ pathway.x }} {% if %}", {}, "{{7*7}} {{ config }} {{ pathway.x }} {% if %}"),
        ("{{ pathway.x }}", {"pathway.x": "no"}, "{{ pathway.x }}"),
        ("{ { pathway.hr } }", {"pathway.hr": "no"}, "{ { pathway.hr } }"),
    ],
)
def test_fill(html: str, values: dict[str, str], filled: str) -> None:
    assert fill(html, values) == filled


@given(st.text())
@settings(deadline=None)
def test_a_value_never_brings_markup(value: str) -> None:
    assert not set(fill("{{ pathway.hr }}", {"pathway.hr": value}).replace("<br>", "")) & set("<>\"'")


def test_every_detail_of_the_guide_is_known() -> None:
    listed = re.findall(r"^\| `((?:organisation|pathway)\.\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == list(LOCAL_DETAILS)


def test_general_words_read_inside_a_sentence() -> None:
    for name, detail in LOCAL_DETAILS.items():
        assert detail.name == name
        assert detail.otherwise.startswith("your ")
        assert not detail.otherwise.endswith(".")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ pathway.lead }} {{7*7}} {{ x }}", []),
        ("a\n{{ pathway.leed }}", ['x.md:2: "pathway.leed" is not a local detail. Did you mean "pathway.lead"?']),
        ("{{ a.b.c }}", ['x.md:1: "a.b.c" is not a local detail. The names are in docs/writing-modules.md.']),
        ("{{ Pathway.Lead }}", ['x.md:1: "Pathway.Lead" is not a local detail. Did you mean "pathway.lead"?']),
    ],
)
def test_unknown_details_are_told(text: str, told: list[str]) -> None:
    findings = Findings("x.md")
    check_tokens(text, findings)
    assert [str(problem) for problem in findings.problems] == told
