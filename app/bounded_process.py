"""Runs a part of the program in a process that has so much time and memory and no more."""

import math
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import IO

Command = tuple[str, ...]

_ROOT = Path(__file__).parents[1]


def python_module(name: str) -> Command:
    """Runs a module of ours, wherever the process was started."""
    return (sys.executable, "-P", "-m", name)


def run_bounded(command: Command, message: bytes, answer: IO[bytes], told: IO[bytes], seconds: float) -> bool:
    """Whether `command`, given `message`, ended by itself in time.

    What it writes goes to the files `answer` and `told`, whose size the limits that it sets itself bind.
    """
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=answer, stderr=told, env=_environment()
    ) as worker:
        try:
            worker.communicate(message, timeout=seconds)
        except subprocess.TimeoutExpired:
            worker.kill()
            return False
    return True


def limit_this_process(seconds: float, memory: int, output: int) -> None:
    """Binds this process for good, so that it ends even when nobody is left to kill it. Sizes are bytes."""
    processor_time = math.ceil(seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_time, processor_time))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _environment() -> dict[str, str]:
    """The packages that this process sees, and none of its secrets."""
    return {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(os.path.isabs, sys.path)])}
