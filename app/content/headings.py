"""A `##` heading with what stands in braces after it: `## Title {#id minutes=5 objectives=a,b}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.content.names import slug_fault
from app.content.problems import Findings, did_you_mean

_HEADING = re.compile(r"## +(?P<title>.*?)\s*(?:\{(?P<inside>[^{}]*)\})?\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """`id` is "" when there is none that can be used."""

    title: str
    id: str
    values: dict[str, str]
    flags: frozenset[str]
    line: int


def is_heading(line: str) -> bool:
    return line.startswith("## ")


def read_heading(
    text: str, line: int, keys: tuple[str, ...], flags: tuple[str, ...], what: str, findings: Findings
) -> Heading:
    """The heading in `text`. All `keys` must be given; `flags` may be. `what` is "lesson" or "question"."""
    match = _HEADING.fullmatch(text)
    title, inside = (match["title"], match["inside"] or "") if match else (text.lstrip("# "), "")
    words = inside.split()
    names = [word[1:] for word in words if word.startswith("#")]
    pairs = [word.partition("=")[::2] for word in words if "=" in word and not word.startswith("#")]
    bare = [word for word in words if "=" not in word and not word.startswith("#")]
    heading = Heading(title, names[0] if len(names) == 1 else "", dict(pairs), frozenset(bare), line)
    if not title:
        findings.add(line, f"This {what} has no title. Write it after ##.")
    _check_id(names, line, what, keys, findings)
    _check_words([key for key, _ in pairs], bare, keys, flags, line, findings)
    return heading


def _check_id(names: list[str], line: int, what: str, keys: tuple[str, ...], findings: Findings) -> None:
    if len(names) != 1:
        example = " ".join(f"{key}=…" for key in keys)
        findings.add(line, f"This {what} needs one id in braces after its title: {{#short-name {example}}}.")
    elif fault := slug_fault(names[0], f"the id of a {what}"):
        findings.add(line, fault)


def _check_words(
    pairs: list[str], bare: list[str], keys: tuple[str, ...], flags: tuple[str, ...], line: int, findings: Findings
) -> None:
    for key in keys:
        if key not in pairs:
            findings.add(line, f'"{key}=" is missing in the braces after this title.')
    for key in sorted(set(pairs)):
        if pairs.count(key) > 1:
            findings.add(line, f'"{key}=" stands twice in the braces after this title. Keep one.')
        if key not in keys:
            findings.add(line, f'"{key}=" does not belong in these braces.{did_you_mean(key, keys)}')
    for word in sorted(set(bare) - set(flags)):
        hint = did_you_mean(word, [*keys, *flags]) or " Write values with commas and no spaces."
        findings.add(line, f'"{word}" does not belong in these braces.{hint}')


def check_repeated(ids: Iterable[tuple[str, int]], what: str, findings: Findings) -> None:
    """Tells an id that an earlier heading has."""
    first: dict[str, int] = {}
    for name, line in ids:
        if name and name in first:
            findings.add(line, f'The {what} on line {first[name]} has the id "{name}" too. Choose another.')
        first.setdefault(name, line)
