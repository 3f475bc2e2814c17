"""Reads sources in a process that has so much time and memory and no more."""

import logging
import re
import tempfile
from typing import IO

from app.bounded_process import python_module, run_bounded
from app.content.compiling import Compiled
from app.content.problems import Problem
from app.content.render_worker import answer_from, request
from app.content.sources import Sources
from app.rules.questions import Quiz

_COMMAND = python_module("app.content.render_worker")
_STEP = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_log = logging.getLogger(__name__)


def compile_bounded(sources: Sources, previous_quiz: Quiz | None, seconds: float) -> Compiled:
    """What the worker found; when it had to be stopped, one problem at the part it was busy with."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as steps:
        message = request(sources, previous_quiz, seconds)
        in_time = run_bounded(_COMMAND, message, answer, steps, seconds)
        told = _text(steps)
        if not in_time:
            return _stopped(told, sources, f"Reading this part took longer than {seconds:g} seconds. Make it simpler.")
        answer.seek(0)
        try:
            return answer_from(answer.read())
        except (ValueError, KeyError):
            _log.error("The render worker failed: %s", told[-4000:])
            return _stopped(told, sources, "This part is too large or too complicated to be read. Make it simpler.")


def _text(steps: IO[bytes]) -> str:
    steps.seek(0)
    return steps.read().decode(errors="replace")


def _stopped(told: str, sources: Sources, message: str) -> Compiled:
    steps = _STEP.findall(told)
    line, path = steps[-1] if steps else ("1", sources.module_path)
    return Compiled(None, None, (), (Problem(path, int(line), message),))
