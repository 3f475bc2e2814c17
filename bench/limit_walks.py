"""What the limit is asked for: the least of each kind of request."""

from collections.abc import Iterator, Sequence
from itertools import count, cycle

from bench.client import Walk, get, post

REQUESTS_PER_JOURNEY = 5
POSITIONS = 12
ANSWERS = "&".join(f"q{number}=0" for number in range(10))


def create_tables() -> Walk:
    yield post("tables", "/tables", "", "", expect=200)


def sign_in(person: int, found: list[str]) -> Walk:
    """The cookie goes into `found`."""
    answer = yield get("sign in", f"/sign-in/{person}", "")
    found.append(answer.header("Set-Cookie").partition(";")[0])


def pages(cookies: Sequence[str], size: int) -> Iterator[Walk]:
    for cookie in cycle(cookies):
        yield _page(cookie, size)


def _page(cookie: str, size: int) -> Walk:
    answer = yield get("page", f"/page/{size}", cookie)
    assert abs(len(answer.body) - size) < 20, f"{len(answer.body)} bytes instead of {size}"


def steps(cookies: Sequence[str]) -> Iterator[Walk]:
    for number, cookie in zip(count(), cycle(cookies)):
        yield _step(cookie, number // len(cookies) % POSITIONS + 1)


def _step(cookie: str, position: int) -> Walk:
    answer = yield post("step", f"/answers/{position}", cookie, "option=1")
    assert answer.header("Location") == f"/answers/{position + 1}", answer.head


def journeys(cookies: Sequence[str]) -> Iterator[Walk]:
    """The least journey: the quiz, its start, ten questions on one page, handing in, the result."""
    for cookie in cycle(cookies):
        yield _journey(cookie)


def _journey(cookie: str) -> Walk:
    yield get("quiz", "/quiz", cookie)
    answer = yield post("start", "/quiz", cookie, "")
    path = answer.header("Location")
    yield get("questions", path, cookie)
    answer = yield post("hand in", path, cookie, ANSWERS)
    page = yield get("result", answer.header("Location"), cookie)
    assert "10 of 10 right" in page.text, page.text


def certificates(cookies: Sequence[str]) -> Iterator[Walk]:
    for cookie in cycle(cookies):
        yield _certificate(cookie)


def _certificate(cookie: str) -> Walk:
    answer = yield get("PDF", "/certificate.pdf", cookie)
    assert answer.body.startswith(b"%PDF-"), "not a PDF"
