"""Web servers for the time of a measurement: gunicorn with the product's own settings, on this machine only."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.client import ADDRESS
from bench.machine import process_tree
from config import ROOT

PATIENCE = 30.0
DIE_WITH_PARENT = 1


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn master with its workers. `beside` are the database server's processes, which work for it too."""

    port: int
    pid: int
    beside: tuple[int, ...]

    @property
    def workers(self) -> list[int]:
        return process_tree(self.pid)[1:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    target: str, environment: Mapping[str, str], *, beside: tuple[int, ...] = (), options: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve `target` (`module:app`) until the block ends. `options` override those of gunicorn.conf.py."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--bind", f"{ADDRESS}:{port}", *options]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", target],
        cwd=ROOT,
        env=os.environ | dict(environment),
        preexec_fn=_end_with_us,
    )
    try:
        _wait_until_up(process, port)
        yield Server(port, process.pid, beside)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_us() -> None:
    """Ask Linux to end the server when the bench ends, however that happens."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _wait_until_up(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("A server did not start; what it said stands above.")
        try:
            socket.create_connection((ADDRESS, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"A server did not answer within {PATIENCE:.0f} seconds.")
