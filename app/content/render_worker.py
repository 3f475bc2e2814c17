"""The process that reads sources: `python -m app.content.render_worker`, started by app.content.bounded.

A request on standard input, the answer on standard output, and on standard error a line for each part begun.
"""

import sys
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from app.bounded_process import limit_this_process
from app.content.assets import Asset
from app.content.compiling import Compiled, compile_sources
from app.content.framing import pack, unpack
from app.content.problems import Problem
from app.content.sources import Sources
from app.content.storage import module_from_json, quiz_from_json, to_json
from app.rules.questions import Quiz

MEMORY = 1_500_000_000
OUTPUT = 250_000_000


def request(sources: Sources, previous_quiz: Quiz | None, seconds: float) -> bytes:
    values = {
        "seconds": seconds,
        "slug": sources.slug,
        "module_text": sources.module_text,
        "quiz_text": sources.quiz_text,
        "module_path": sources.module_path,
        "quiz_path": sources.quiz_path,
        "folder_path": sources.folder_path,
        "names": list(sources.files),
        "previous_quiz": to_json(previous_quiz) if previous_quiz else None,
    }
    return pack(values, list(sources.files.values()))


def answer_from(message: bytes) -> Compiled:
    """Raises ValueError or KeyError for a message that the worker did not finish."""
    values, blobs = unpack(message)
    return Compiled(
        module_from_json(values["module"]) if values["module"] else None,
        quiz_from_json(values["quiz"]) if values["quiz"] else None,
        tuple(Asset(data=data, **named) for named, data in zip(values["assets"], blobs, strict=True)),
        tuple(Problem(**problem) for problem in values["problems"]),
    )


def main() -> None:
    values, blobs = unpack(sys.stdin.buffer.read())
    limit_this_process(values["seconds"], MEMORY, OUTPUT)
    quiz = quiz_from_json(values["previous_quiz"]) if values["previous_quiz"] else None
    sys.stdout.buffer.write(_answer(compile_sources(_sources(values, blobs), quiz, _announce)))


def _sources(values: dict[str, Any], blobs: list[bytes]) -> Sources:
    named = ("slug", "module_text", "quiz_text", "module_path", "quiz_path", "folder_path")
    files = MappingProxyType(dict(zip(values["names"], blobs, strict=True)))
    return Sources(files=files, **{name: values[name] for name in named})


def _announce(path: str, line: int) -> None:
    sys.stderr.write(f"{line} {path}\n")
    sys.stderr.flush()


def _answer(compiled: Compiled) -> bytes:
    values = {
        "module": to_json(compiled.module) if compiled.module else None,
        "quiz": to_json(compiled.quiz) if compiled.quiz else None,
        "assets": [{"sha256": a.sha256, "media_type": a.media_type, "name": a.name} for a in compiled.assets],
        "problems": [asdict(problem) for problem in compiled.problems],
    }
    return pack(values, [asset.data for asset in compiled.assets])


if __name__ == "__main__":
    main()
