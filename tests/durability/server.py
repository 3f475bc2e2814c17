"""A real server in processes of its own, as `make run` starts it."""

import os
import queue
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Self

from config import ROOT

SECRET = "a secret that only tests know, and long enough"
PATIENCE = 60

LISTENING = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+) \((\d+)\)")
BOOTED = re.compile(r"Booting worker with pid: (\d+)")


def _end_of(worker: int) -> int | None:
    """A descriptor that can be read when the process has ended; None if it has."""
    try:
        return os.pidfd_open(worker)
    except ProcessLookupError:
        return None


class Server:
    """gunicorn with `workers`; `watched_by` is a command that it is run under."""

    def __init__(
        self,
        database_url: str,
        *,
        workers: int = 1,
        threads: int = 2,
        serves: str = "wsgi:app",
        watched_by: Sequence[str] = (),
    ) -> None:
        self._command = [*watched_by, sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", serves]
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": "http://127.0.0.1",
            "WEB_WORKERS": str(workers),
            "WEB_THREADS": str(threads),
        }
        self._first_workers = workers
        self._listeners: list[threading.Thread] = []
        self._port = 0
        self.said: list[str] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.poll() is None:
            os.kill(self._master, signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        finally:
            for listener in self._listeners:
                listener.join(PATIENCE)

    def port(self) -> int:
        return self._port

    def start(self) -> None:
        """Returns when every worker has begun; after a kill it begins on another port."""
        self._booted: queue.Queue[int] = queue.Queue()
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        listener = threading.Thread(target=self._listen, args=(self._process, self._booted))
        listener.start()
        self._listeners.append(listener)
        self.workers = [self._next_worker() for _ in range(self._first_workers)]

    def kill_worker(self, number: int = 0) -> None:
        """`kill -9`, while it does whatever it is doing; returns when another has taken its place."""
        os.kill(self.workers.pop(number), signal.SIGKILL)
        self.workers.append(self._next_worker())

    def kill_master(self) -> None:
        """`kill -9` of the master alone. Its workers end by themselves when they notice."""
        os.kill(self._master, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def kill_everything(self) -> None:
        """`kill -9` of the master and all its workers; returns when none of them holds a file any more."""
        with ExitStack() as watched:
            ends = [end for end in map(_end_of, self.workers) if end is not None]
            for end in ends:
                watched.callback(os.close, end)
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)
            for end in ends:
                assert select.select([end], [], [], PATIENCE)[0], "a worker does not end"

    def _listen(self, process: subprocess.Popen[str], booted: queue.Queue[int]) -> None:
        assert process.stderr
        with process.stderr as lines:
            for line in lines:
                self.said.append(line)
                if found := LISTENING.search(line):
                    self._port, self._master = int(found[1]), int(found[2])
                if found := BOOTED.search(line):
                    booted.put(int(found[1]))
        booted.put(0)

    def _next_worker(self) -> int:
        worker = self._booted.get(timeout=PATIENCE)
        assert worker, "the server ended:\n" + "".join(self.said)
        return worker
