"""Reads sources in a process that has so much time and memory and no more."""

import logging
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from app.content.compiling import Compiled
from app.content.problems import Problem
from app.content.render_worker import answer_from, request
from app.content.sources import Sources
from app.rules.questions import Quiz

_ROOT = Path(__file__).parents[2]
_STEP = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_COMMAND = (sys.executable, "-P", "-m", "app.content.render_worker")
_log = logging.getLogger(__name__)


def compile_bounded(sources: Sources, previous_quiz: Quiz | None, seconds: float) -> Compiled:
    """What the worker found; when it had to be stopped, one problem at the part it was busy with."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as steps:
        in_time = _run(request(sources, previous_quiz, seconds), answer, steps, seconds)
        told = _text(steps)
        if not in_time:
            return _stopped(told, sources, f"Reading this part took longer than {seconds:g} seconds. Make it simpler.")
        answer.seek(0)
        try:
            return answer_from(answer.read())
        except (ValueError, KeyError):
            _log.error("The render worker failed: %s", told[-4000:])
            return _stopped(told, sources, "This part is too large or too complicated to be read. Make it simpler.")


def _run(message: bytes, answer: IO[bytes], steps: IO[bytes], seconds: float) -> bool:
    """Whether the worker ended by itself. Its output goes to files, whose size the worker's own limits bind."""
    with subprocess.Popen(  # noqa: S603
        _COMMAND, stdin=subprocess.PIPE, stdout=answer, stderr=steps, env=_environment()
    ) as worker:
        try:
            worker.communicate(message, timeout=seconds)
        except subprocess.TimeoutExpired:
            worker.kill()
            return False
    return True


def _environment() -> dict[str, str]:
    """The packages that this process sees, and none of its secrets."""
    return {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(os.path.isabs, sys.path)])}


def _text(steps: IO[bytes]) -> str:
    steps.seek(0)
    return steps.read().decode(errors="replace")


def _stopped(told: str, sources: Sources, message: str) -> Compiled:
    steps = _STEP.findall(told)
    line, path = steps[-1] if steps else ("1", sources.module_path)
    return Compiled(None, None, (), (Problem(path, int(line), message),))
