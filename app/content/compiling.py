"""Everything that reads a source: runs in a process of its own, as a source can keep a parser busy for ever."""

from collections.abc import Callable
from dataclasses import dataclass

from app.content.assets import Asset
from app.content.changes import changed_meaning
from app.content.module_content import read_module
from app.content.names import check_file_names, slug_fault
from app.content.problems import Findings, Problem
from app.content.quiz_content import QuizContent, read_quiz
from app.content.rendering import Renderer
from app.content.sources import Sources
from app.rules.modules import Module
from app.rules.questions import Quiz

MOST_PROBLEMS = 300


@dataclass(frozen=True, slots=True)
class Compiled:
    """`module` and `quiz` are whole when there are no problems."""

    module: Module | None
    quiz: Quiz | None
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]


def compile_sources(sources: Sources, previous_quiz: Quiz | None, announce: Callable[[str, int], None]) -> Compiled:
    """`announce` is told the path and line of each part before it is read."""
    names = _check_names(sources)
    renderer = Renderer(announce)
    module = read_module(sources, renderer)
    quiz = read_quiz(sources, module.header, module.surroundings, renderer)
    changes = _changes(previous_quiz, quiz, sources.quiz_path)
    problems = sorted({*names, *module.problems, *quiz.problems, *changes})
    return Compiled(module.module, quiz.quiz, module.assets, _first_few(problems))


def _check_names(sources: Sources) -> list[Problem]:
    findings = Findings(sources.module_path)
    if fault := slug_fault(sources.slug, "a module's file name"):
        findings.add(1, fault)
    files = Findings(sources.folder_path)
    check_file_names(sources.files, files)
    return [*findings.problems, *files.problems]


def _changes(previous: Quiz | None, current: QuizContent, path: str) -> list[Problem]:
    if previous is None or current.quiz is None:
        return []
    changes = changed_meaning(previous, current.quiz)
    return [Problem(path, current.lines[change.question_id], change.message) for change in changes]


def _first_few(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    left = len(problems) - MOST_PROBLEMS
    last = problems[MOST_PROBLEMS]
    more = Problem(last.path, last.line, f"There are {left} more problems from here on. Correct those above first.")
    return (*problems[:MOST_PROBLEMS], more)
