"""Parts of a requirement as text, for what a form has no fields for."""

import re
from textwrap import dedent, indent

from app.content.problems import Problem, SourceProblems, listed
from app.content.programmes.audience_words import audience_words
from app.content.programmes.nodes import flow, written
from app.content.programmes.reading import read_programme
from app.content.programmes.requirements import COURSE_KEYS
from app.content.programmes.writing import write_programme
from app.rules.programmes.audiences import Audience
from app.rules.programmes.requirements import Option, Programme, Requirement

HEAD = "programme: Part\nrequirements:\n  part:\n    title: Part\n"
A_LINE = re.compile(r"^ {4}([a-z][a-z ]*):", re.ASCII)
A_KEY = re.compile(r"^ {2}([a-z0-9-]+):", re.ASCII)

Group = tuple[Option, ...]


def audience_text(who: Audience) -> str:
    return written(flow(audience_words(who))).strip()


def read_audience_text(text: str) -> Audience:
    """Raises SourceProblems, with lines counted in `text`."""
    return _read(f"{HEAD}    course: part\n    who:\n", text, 6).who


def courses_text(groups: tuple[Group, ...]) -> str:
    programme = Programme("Part", (Requirement("part", "Part", groups),))
    lines = write_programme(programme).splitlines()
    starts = [number for number, line in enumerate(lines) if A_LINE.match(line)]
    ends = [*starts[1:], len(lines)]
    parts = ("\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return dedent("\n".join(part for part in parts if part.split(":")[0].strip() in COURSE_KEYS))


def read_courses_text(text: str) -> tuple[Group, ...]:
    """Raises SourceProblems, with lines counted in `text`."""
    found = _read(f"{HEAD}    who: everyone\n", text, 4)
    if found != Requirement(found.key, found.title, found.groups):
        names = listed(COURSE_KEYS)
        raise SourceProblems([Problem("part", 1, f"Only one of {names} has a place here.")])
    return found.groups


def _read(head: str, text: str, deep: int) -> Requirement:
    before = head.count("\n")
    try:
        read = read_programme(head + indent(text.replace("\r\n", "\n").strip(), " " * deep) + "\n", "part")
    except SourceProblems as found:
        moved = (type(each)(each.path, max(each.line - before, 1), each.message) for each in found.problems)
        raise SourceProblems(moved) from None
    (requirement,) = read.programme.requirements[:1]
    return requirement


def place_of(source: str, line: int) -> tuple[str, str]:
    """The requirement and the field that a line of a written programme belongs to."""
    key = field = ""
    for each in source.split("\n")[:line]:
        if found := A_KEY.match(each):
            key, field = found[1], ""
        elif found := A_LINE.match(each):
            field = found[1]
    return key, field
