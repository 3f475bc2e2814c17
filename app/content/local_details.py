"""The words that each organisation puts in for itself, and what learners read until it has."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.content.problems import Findings, did_you_mean


@dataclass(frozen=True, slots=True)
class LocalDetail:
    """`label` names the detail on a form; `otherwise` is a noun phrase that is true anywhere."""

    name: str
    label: str
    otherwise: str


_ALL = (
    LocalDetail("organisation.name", "Organisation's name", "your organisation"),
    LocalDetail("pathway.lead", "Domestic abuse lead", "your organisation’s domestic abuse lead"),
    LocalDetail("pathway.safeguarding", "Adult safeguarding team", "your adult safeguarding team"),
    LocalDetail("pathway.children", "Children's social care", "your council’s children’s social care team"),
    LocalDetail(
        "pathway.specialist", "Specialist domestic abuse service", "your local specialist domestic abuse service"
    ),
    LocalDetail("pathway.marac", "How to refer to the MARAC", "your local MARAC referral form"),
    LocalDetail("pathway.policy", "Domestic abuse policy", "your organisation’s domestic abuse policy"),
    LocalDetail("pathway.hr", "HR contact for staff matters", "your HR team"),
    LocalDetail("pathway.wellbeing", "Confidential support for staff", "your confidential staff support service"),
    LocalDetail("pathway.interpreters", "How to book an interpreter", "your organisation’s interpreting service"),
    LocalDetail("pathway.recording", "How to record a concern", "your organisation’s confidential recording system"),
)
LOCAL_DETAILS: Mapping[str, LocalDetail] = MappingProxyType({detail.name: detail for detail in _ALL})

_TOKEN = re.compile(r"\{\{\s*(\w+(?:\.\w+)+)\s*\}\}")


def fill(html_text: str, values: Mapping[str, str]) -> str:
    """`html_text` with each known token replaced by the organisation's own words, escaped."""

    def words(token: re.Match[str]) -> str:
        detail = LOCAL_DETAILS.get(token.group(1))
        if detail is None:
            return token.group()
        return _as_html(values.get(detail.name, "").strip() or detail.otherwise)

    return _TOKEN.sub(words, html_text)


def _as_html(words: str) -> str:
    return "<br>".join(html.escape(line) for line in words.splitlines())


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Offset and name of everything in `text` written like a local detail, known or not."""
    return ((token.start(), token.group(1)) for token in _TOKEN.finditer(text))


def check_tokens(text: str, findings: Findings) -> None:
    for offset, name in tokens(text):
        if name not in LOCAL_DETAILS:
            line = text.count("\n", 0, offset) + 1
            hint = did_you_mean(name, LOCAL_DETAILS) or " The names are in docs/writing-modules.md."
            findings.add(line, f'"{name}" is not a local detail.{hint}')
