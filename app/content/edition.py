"""An edition: a module, its quiz and its pictures as they are published, checked and rendered once."""

import hashlib
from dataclasses import dataclass

from app.content.assets import Asset
from app.content.bounded import compile_bounded
from app.content.compiling import Compiled
from app.content.problems import Problem, SourceProblems
from app.content.sources import Sources
from app.rules.modules import Module
from app.rules.questions import Quiz

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Edition:
    """`sha256` names the edition: it is of its sources, in hex, and the same wherever they are built."""

    sha256: str
    module: Module
    quiz: Quiz
    assets: tuple[Asset, ...]
    sources: Sources


def build(sources: Sources, seconds: float = SECONDS, previous_quiz: Quiz | None = None) -> Edition:
    """Raises SourceProblems with everything that keeps `sources` from being published."""
    compiled = compile_bounded(sources, previous_quiz, seconds)
    if compiled.problems or compiled.module is None or compiled.quiz is None:
        raise SourceProblems(compiled.problems)
    return Edition(fingerprint(sources), compiled.module, compiled.quiz, compiled.assets, sources)


def check(sources: Sources, previous_quiz: Quiz | None = None, seconds: float = SECONDS) -> tuple[Problem, ...]:
    """Everything that keeps `sources` from being published, sorted by path and line."""
    compiled: Compiled = compile_bounded(sources, previous_quiz, seconds)
    return tuple(sorted(compiled.problems))


def fingerprint(sources: Sources) -> str:
    """The SHA-256 over each source, file name and file, every one after its length in eight bytes."""
    files = [part for name in sorted(sources.files) for part in (name.encode(), sources.files[name])]
    digest = hashlib.sha256()
    for part in (sources.module_text.encode(), sources.quiz_text.encode(), *files):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()
