"""A browser's line to the servers: connections that are kept open, a cookie, and what can go wrong on the way."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import cycle
from urllib.parse import urlencode

PATIENCE = 60
COOKIE = re.compile(r"waymark=([^;]*)")


class Unanswered(Exception):
    """The line broke, or nobody was there. Whether what was sent has arrived is not known."""


class Refused(Exception):
    """The server said that it cannot do it now: 503. Nothing of what was sent is saved."""

    def __init__(self, retry_after: str, page: str) -> None:
        super().__init__(f"503, to be tried again after {retry_after!r}")
        self.retry_after, self.page = retry_after, page


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    location: str
    page: str


class Line:
    """Each request goes to the next of the servers, as behind a balancer without sticky sessions.

    `ports` are asked anew each time, because a server that starts again has another one.
    """

    def __init__(self, ports: Sequence[Callable[[], int]], cookie: str) -> None:
        self._next_port = cycle(ports)
        self._cookie = cookie
        self._connections: dict[int, HTTPConnection] = {}

    def send(self, method: str, path: str, *, accept: str = "text/html", **fields: object) -> Reply:
        port = next(self._next_port)()
        try:
            response = self._ask(port, method, path, accept, urlencode(fields, doseq=True) if fields else None)
            page = response.read().decode()
        except (OSError, HTTPException) as error:
            self._connections.pop(port).close()
            raise Unanswered(f"{method} {path}: {error!r}") from error
        if found := COOKIE.search(response.headers.get("Set-Cookie", "")):
            self._cookie = found[1]
        if response.status == 503:
            raise Refused(response.headers.get("Retry-After", ""), page)
        return Reply(response.status, response.headers.get("Location", ""), page)

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def _ask(self, port: int, method: str, path: str, accept: str, body: str | None) -> HTTPResponse:
        if port not in self._connections:
            self._connections[port] = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        if self._cookie:
            headers["Cookie"] = f"waymark={self._cookie}"
        self._connections[port].request(method, path, body, headers)
        return self._connections[port].getresponse()
