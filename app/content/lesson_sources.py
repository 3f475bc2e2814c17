"""A module's text taken apart: what introduces it, and its lessons."""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.content.headings import Heading, check_repeated, is_heading, read_heading
from app.content.module_header import ModuleHeader
from app.content.names import title_fault
from app.content.problems import Findings, did_you_mean

_HASHES = re.compile(r"(?P<indent> *)(?P<hashes>#{1,6})(?P<space> ?)")
_MINUTES = re.compile(r"[1-9]\d{0,2}")
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class LessonSource:
    """`line` is the heading's; `text` starts on the next."""

    slug: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    text: str
    line: int


def split_lessons(body: str, body_line: int, findings: Findings) -> tuple[str, list[LessonSource]]:
    """The introduction and the lessons. `body_line` is the line of the file that `body` starts on."""
    lines = body.split("\n")
    starts = [at for at, line in enumerate(lines) if is_heading(line)]
    intro = "\n".join(lines[: starts[0]] if starts else lines)
    lessons = []
    for start, end in pairwise([*starts, len(lines)]):
        heading = read_heading(lines[start], body_line + start, ("minutes", "objectives"), (), "lesson", findings)
        lessons.append(_lesson(heading, "\n".join(lines[start + 1 : end]), findings))
    check_repeated(((lesson.slug, lesson.line) for lesson in lessons), "lesson", findings)
    return intro, lessons


def _lesson(heading: Heading, text: str, findings: Findings) -> LessonSource:
    if fault := _title_fault(heading.title):
        findings.add(heading.line, fault)
    if not text.strip():
        findings.add(heading.line, "This lesson is empty. Write its text below the title.")
    minutes = heading.values.get("minutes", "1")
    if not _MINUTES.fullmatch(minutes):
        findings.add(heading.line, f'"minutes" must be a whole number such as 5, not "{minutes}".')
    objectives = tuple(filter(None, heading.values.get("objectives", "").split(",")))
    if "objectives" in heading.values and not objectives:
        findings.add(heading.line, '"objectives=" names none. Name those that this lesson teaches.')
    whole = int(minutes) if _MINUTES.fullmatch(minutes) else 1
    return LessonSource(heading.id, heading.title, whole, objectives, text, heading.line)


def _title_fault(title: str) -> str | None:
    if len(title) > LONGEST_TITLE:
        return f"This title is longer than {LONGEST_TITLE} characters. Shorten it."
    if re.search(r"[{}<>`]|\*\*|\]\(", title):
        return "A lesson's title is plain words. Take out signs such as { } < > ** and links."
    return title_fault(title, "a lesson's title")


def check_lessons(lessons: list[LessonSource], header: ModuleHeader, body_line: int, findings: Findings) -> None:
    """What the lessons and the details at the head say of each other."""
    if not lessons:
        findings.add(body_line, "There is no lesson. Start one with ## Title {#id minutes=5 objectives=…}.")
        return
    _check_objectives(lessons, header, findings)
    total = sum(lesson.minutes for lesson in lessons)
    if total > header.minutes:
        message = f"The lessons take {total} minutes, the whole module {header.minutes}. Correct one of them."
        findings.add(lessons[-1].line, message)


def _check_objectives(lessons: list[LessonSource], header: ModuleHeader, findings: Findings) -> None:
    known = header.objective_lines
    for lesson in lessons:
        for name in lesson.objectives:
            if name not in known:
                hint = did_you_mean(name, known) or " Add it to the details, or take it out."
                findings.add(lesson.line, f'"{name}" is not an objective of this module.{hint}')
    taught = {name for lesson in lessons for name in lesson.objectives}
    for name, line in known.items():
        if name not in taught:
            findings.add(line, f'No lesson teaches "{name}". Name it in the braces of one: objectives={name}.')


def check_headings(text: str, first_line: int, findings: Findings, *, smallest_only: bool = False) -> None:
    """Headings below a lesson's title go down one level at a time; inside a box or film only the smallest may stand."""
    level = 2
    for number, line in enumerate(text.split("\n"), start=first_line):
        match = _HASHES.match(line)
        if match is None:
            continue
        if not match["space"]:
            findings.add(number, "Put a space after the # signs, or a \\ before them if this is no heading.")
            continue
        depth = len(match["hashes"])
        inside = smallest_only or bool(match["indent"])
        if fault := _heading_fault(depth, level, inside=inside):
            findings.add(number, fault)
        if not inside:
            level = depth


def _heading_fault(depth: int, level: int, *, inside: bool) -> str | None:
    if depth == 1:
        return "A heading with one # is the page's own. Start a lesson with ## or use ###."
    if inside and depth != 4:
        return "A heading inside a box, list or transcript has four # signs: ####. Or use **bold**."
    if depth > 4:
        return "Headings go down to ####. Use **bold** for smaller ones."
    if depth > level + 1 and not inside:
        return f"This heading jumps a level. Use {'#' * (level + 1)} here."
    return None
