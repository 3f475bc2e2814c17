"""A real server in processes of its own, as `make run` starts it, and a learner's browser to use it with."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Self
from urllib.parse import urlencode

from lxml import html

from config import ROOT

SECRET = "a secret that only tests know, and long enough"
PATIENCE = 60

LISTENING = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+) \((\d+)\)")
BOOTED = re.compile(r"Booting worker with pid: (\d+)")


class Server:
    """gunicorn with `workers`; `watched_by` is a command that it is run under."""

    def __init__(
        self, database_url: str, *, workers: int = 1, serves: str = "wsgi:app", watched_by: Sequence[str] = ()
    ) -> None:
        self._command = [*watched_by, sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", serves]
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": "http://127.0.0.1",
            "WEB_WORKERS": str(workers),
        }
        self._first_workers = workers
        self._booted: queue.Queue[int] = queue.Queue()
        self.said: list[str] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.workers = [self._next_worker() for _ in range(self._first_workers)]
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.poll() is None:
            os.kill(self._master, signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        finally:
            self._listener.join(PATIENCE)
            assert self._process.stderr
            self._process.stderr.close()

    def kill_a_worker(self) -> None:
        """`kill -9`, while it does whatever it is doing; returns when another has taken its place."""
        os.kill(self.workers.pop(0), signal.SIGKILL)
        self.workers.append(self._next_worker())

    def kill_everything(self) -> None:
        """`kill -9` of the master and all its workers."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.said.append(line)
            if found := LISTENING.search(line):
                self.port, self._master = int(found[1]), int(found[2])
            if found := BOOTED.search(line):
                self._booted.put(int(found[1]))
        self._booted.put(0)

    def _next_worker(self) -> int:
        worker = self._booted.get(timeout=PATIENCE)
        assert worker, "the server ended:\n" + "".join(self.said)
        return worker


class Browser:
    """Signed in by its cookie, at one attempt. Every request is on a new connection, as over a bad line."""

    def __init__(self, server: Server, cookie: str, attempt_id: int) -> None:
        self._server, self._cookie, self.attempt_id = server, cookie, attempt_id
        page, self._cookie = self._send("GET", f"/attempts/{attempt_id}/questions/1", expect=200)
        (self._csrf_token,) = set(html.fromstring(page).xpath("//input[@name='csrf_token']/@value"))

    def answer(self, position: int, value: str) -> None:
        """Returns when the server has acknowledged it; raises OSError or HTTPException where it has not."""
        self._send("POST", f"/attempts/{self.attempt_id}/questions/{position}", expect=303, option=value)

    def hand_in(self) -> None:
        self._send("POST", f"/attempts/{self.attempt_id}/check", expect=303)

    def _send(self, method: str, path: str, *, expect: int, **fields: str) -> tuple[bytes, str]:
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=PATIENCE)
        headers = {"Cookie": f"waymark={self._cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields | {"csrf_token": self._csrf_token}) if method == "POST" else None
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read()
            assert response.status == expect, f"{method} {path}: {response.status} {page[:300]!r}"
            set_cookie = re.search(r"waymark=([^;]*)", response.headers.get("Set-Cookie", ""))
            return page, set_cookie[1] if set_cookie else self._cookie
        finally:
            connection.close()
