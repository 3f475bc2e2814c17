"""A module's source and pictures into the module that learners read."""

import re
from dataclasses import dataclass

from app.content.assets import Asset
from app.content.front_matter import split
from app.content.illustrations import assets, read_illustrations, unused
from app.content.lesson_sources import LessonSource, check_headings, check_lessons, split_lessons
from app.content.local_details import check_tokens
from app.content.module_header import ModuleHeader, read_module_header
from app.content.pages import Page, Surroundings
from app.content.problems import Findings, Problem
from app.content.rendering import Renderer
from app.content.sources import Sources
from app.content.text_shape import tame
from app.rules.modules import Lesson, Module

_CONTENT_NOTE = re.compile(
    r"<section[^>]*waymark-box--content-note[^>]*>\s*<h2[^>]*>.*?</h2>(?P<body>.*?)</section>\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """`header` and `module` are None when the head of the source could not be read."""

    header: ModuleHeader | None
    module: Module | None
    surroundings: Surroundings
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    header: ModuleHeader | None
    intro: str
    intro_line: int
    lessons: list[LessonSource]


def read_module(sources: Sources, renderer: Renderer) -> ModuleContent:
    findings = Findings(sources.module_path)
    parts = _take_apart(sources.module_text, findings)
    around, problems = read_illustrations(sources, (lesson.slug for lesson in parts.lessons), renderer)
    intro = _shown(parts.intro, parts.intro_line, "intro", around, renderer, findings)
    lessons = tuple(_lesson(lesson, around, renderer, findings) for lesson in parts.lessons)
    module = _module(sources.slug, parts.header, intro, lessons) if parts.header else None
    problems += [*findings.problems, *unused(sources, around)]
    return ModuleContent(parts.header, module, around, assets(around), tuple(problems))


def _take_apart(source: str, findings: Findings) -> _Parts:
    text = tame(source, findings)
    check_tokens(text, findings)
    front = split(text, findings)
    header = read_module_header(front.root, findings) if front.root else None
    intro, lessons = split_lessons(front.body, front.body_line, findings)
    if header:
        check_lessons(lessons, header, front.body_line, findings)
    return _Parts(header, intro, front.body_line, lessons)


def _shown(text: str, line: int, prefix: str, around: Surroundings, renderer: Renderer, findings: Findings) -> str:
    check_headings(text, line, findings)
    return renderer.blocks(Page(text, line, around, findings, prefix=prefix, shows_pictures=True))


def _lesson(lesson: LessonSource, around: Surroundings, renderer: Renderer, findings: Findings) -> Lesson:
    html = _shown(lesson.text, lesson.line + 1, lesson.slug or "lesson", around, renderer, findings)
    return Lesson(lesson.slug, lesson.title, lesson.minutes, lesson.objectives, html)


def _module(slug: str, header: ModuleHeader, intro: str, lessons: tuple[Lesson, ...]) -> Module:
    note = _CONTENT_NOTE.search(intro)
    return Module(
        slug=slug,
        title=header.title,
        topic=header.topic,
        level=header.level,
        minutes=header.minutes,
        audience=header.audience,
        objectives=header.objectives,
        covers=header.covers,
        valid_months=header.valid_months,
        review_by=header.review_by,
        sources=header.sources,
        signed_off=header.signed_off,
        intro_html=intro[: note.start()] + intro[note.end() :] if note else intro,
        content_note_html=note["body"].strip() if note else "",
        lessons=lessons,
    )
