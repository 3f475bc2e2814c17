"""A closed-loop HTTP client: each of N learners sends the next request once the last is answered.

It speaks just enough HTTP to keep its own CPU small, since it shares the machine with what it measures, and it connects
to this machine only.
"""

import selectors
import socket
import time
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

ADDRESS = "127.0.0.1"
MOST_ERRORS = 20
LONGEST_WAIT = 30.0
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """`kind` is what its time is counted under; any status but `expect` is an error."""

    kind: str
    data: bytes
    expect: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        """A header's value; empty where there is none. Names are matched as gunicorn writes them."""
        found = self.head.partition(f"\r\n{name}: ")[2]
        return found.partition("\r\n")[0]


Walk = Generator[Request, Answer, None]
"""What one learner does: yields requests, is sent their answers, raises AssertionError at a wrong one."""


@dataclass
class Tally:
    """What came of a run. Times are in seconds, by kind of request."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: list[int] = field(default_factory=list)
    walks: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.sizes)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    def all_times(self) -> list[float]:
        return sorted(each for times in self.times.values() for each in times)


def get(kind: str, path: str, cookie: str, expect: int = 200) -> Request:
    head = f"GET {path} HTTP/1.1\r\nHost: {ADDRESS}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n"
    return Request(kind, head.encode(), expect)


def post(kind: str, path: str, cookie: str, form: str, expect: int = 303) -> Request:
    """`form` is encoded already."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {ADDRESS}\r\nCookie: {cookie}\r\nAccept: text/html\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    )
    return Request(kind, (head + form).encode(), expect)


class Learner:
    """A connection, and the walk that goes over it."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self._port, self._selector = port, selector
        self.walk: Walk | None = None
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection((ADDRESS, self._port), LONGEST_WAIT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(self._socket, selectors.EVENT_READ, self)
        self._received = bytearray()

    def close(self) -> None:
        self._selector.unregister(self._socket)
        self._socket.close()

    def send(self, request: Request) -> None:
        self.request, self.sent_at = request, time.perf_counter()
        try:
            self._socket.sendall(request.data)
        except OSError:
            self._again()

    def _again(self) -> None:
        """The server closed a kept connection before it saw the request; a new one takes it."""
        self.close()
        self._connect()
        self._socket.sendall(self.request.data)

    def receive(self) -> Answer | None:
        """The answer, once it is whole."""
        try:
            chunk = self._socket.recv(CHUNK)
        except ConnectionError:
            chunk = b""
        if not chunk and not self._received:
            self._again()
            return None
        self._received += chunk
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self._received[:end].decode("latin-1")
        answer = Answer(int(head[9:12]), head + "\r\n", bytes(self._received[end + 4 :]))
        length = answer.header("Content-Length")
        if chunk and (not length or len(answer.body) < int(length)):
            return None
        self._received.clear()
        if not chunk or answer.header("Connection") == "close":
            self.close()
            self._connect()
        return answer


def run(port: int, walks: Iterator[Walk], clients: int, seconds: float) -> Tally:
    """Let `clients` learners walk for so long; then each finishes its walk, which is checked but not counted."""
    tally = Tally()
    with selectors.DefaultSelector() as selector:
        learners = [Learner(port, selector) for _ in range(clients)]
        start = time.perf_counter()
        end = start + seconds
        busy = sum(_set_out(learner, walks, tally) for learner in learners)
        while busy and time.perf_counter() < end + LONGEST_WAIT and len(tally.errors) < MOST_ERRORS:
            for key, _events in selector.select(timeout=1):
                learner = key.data
                answer = learner.receive()
                if answer is None:
                    continue
                now = time.perf_counter()
                if now <= end:
                    tally.times[learner.request.kind].append(now - learner.sent_at)
                    tally.sizes.append(len(answer.body))
                if not _go_on(learner, answer, tally):
                    tally.walks += now <= end
                    busy -= not (now <= end and _set_out(learner, walks, tally))
        if busy:
            tally.errors.append(f"{busy} learners had no answer, or there were too many errors")
        for learner in learners:
            learner.close()
    tally.seconds = seconds
    return tally


def _set_out(learner: Learner, walks: Iterator[Walk], tally: Tally) -> bool:
    """Begin the next walk; False where there is none left."""
    learner.walk = next(walks, None)
    if learner.walk is None:
        tally.errors.append("no learners left for another walk")
        return False
    learner.send(next(learner.walk))
    return True


def _go_on(learner: Learner, answer: Answer, tally: Tally) -> bool:
    """Send the walk's next request; False at its end, or at an answer that is wrong."""
    assert learner.walk is not None
    try:
        assert answer.status == learner.request.expect, f"answered {answer.status}: {answer.text[:300]}"
        learner.send(learner.walk.send(answer))
    except StopIteration:
        return False
    except AssertionError as wrong:
        tally.errors.append(f"{learner.request.kind}: {wrong}")
        return False
    return True
