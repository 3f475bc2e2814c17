"""Where a request's time goes inside the process: no web server, no network, no other request.

The time of a request is that of the fastest of many batches, which other programs on the machine hardly touch.
"""

import cProfile
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.school import MODULE, School, SignedIn
from bench.stage import filled

BATCH, BATCHES = 50, 60
PROFILED = 1_000
CURIOUS = 28

Do = Callable[[], int]


def profile(kind: str) -> None:
    with filled(kind) as (_made, school, environment):
        os.environ.update(environment)
        learner = school.people(1)[0]
        requests = _requests(school, learner)
        for name, (ours, limit) in requests.items():
            mine, least = _microseconds(ours), _microseconds(limit)
            print(f"\n{kind}, {name}: {mine:,.0f} µs of CPU; the limit {least:,.0f} µs; ratio {least / mine:.2f}")
            _print_profile(ours)


def _requests(school: School, learner: SignedIn) -> dict[str, tuple[Do, Do]]:
    limit = _limit()
    limit.app.test_client().post("/tables")
    cookie = limit.app.test_client().get("/sign-in/1").headers["Set-Cookie"].partition(";")[0]
    began = _call(school.app, "POST", f"/modules/{MODULE}/quiz", learner.cookie, learner.form())
    attempt = next(value for name, value in began.headers if name == "Location").rpartition("/questions/")[0]
    lesson = f"/modules/{MODULE}/lessons/{school.module.lessons[2].slug}"
    position = count()

    def step() -> int:
        path = f"{attempt}/questions/{next(position) % school.questions + 1}"
        return _call(school.app, "POST", path, learner.cookie, learner.form(option="1")).size

    def page(path: str) -> Do:
        return lambda: _call(school.app, "GET", path, learner.cookie).size

    def bare(size: int) -> Do:
        return lambda: _call(limit.app, "GET", f"/page/{size}", cookie).size

    lesson_page, question_page = page(lesson), page(f"{attempt}/questions/3")
    return {
        "lesson page": (lesson_page, bare(lesson_page())),
        "question page": (question_page, bare(question_page())),
        "quiz step": (step, lambda: _call(limit.app, "POST", "/answers/3", cookie, "option=1").size),
    }


def _limit() -> ModuleType:
    """The limit's application, which reads the database's address when it is imported."""
    import bench.limit_app as found  # noqa: PLC0415

    return found


class Called:
    """What a WSGI application answered."""

    def __init__(self, application: Any, environ: dict[str, Any]) -> None:
        self.headers: list[tuple[str, str]] = []
        answered = application(environ, self._start)
        self.size = sum(map(len, answered))
        answered.close()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        assert status[0] in "23", status
        self.headers = headers


def _call(application: Any, method: str, path: str, cookie: str, form: str = "") -> Called:
    return Called(
        application.wsgi_app,
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": cookie,
            "HTTP_ACCEPT": "text/html",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if form else "",
            "CONTENT_LENGTH": str(len(form)) if form else "",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(form.encode()),
            "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        },
    )


def _microseconds(do: Do) -> float:
    times = []
    for _ in range(BATCHES):
        start = time.process_time()
        for _ in range(BATCH):
            do()
        times.append(time.process_time() - start)
    return min(times) / BATCH * 1e6


def _print_profile(do: Do) -> None:
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for _ in range(PROFILED):
        do()
    profiler.disable()
    stats: Any = pstats.Stats(profiler)
    total = stats.total_tt
    by_package: dict[str, float] = defaultdict(float)
    for (file, _line, _name), (_calls, _all, own, _cumulative, _callers) in stats.stats.items():
        by_package[_package(file)] += own
    shares = sorted(by_package.items(), key=lambda item: -item[1])[:12]
    print("  own time: " + ", ".join(f"{package} {share / total:.0%}" for package, share in shares))
    print("  share  calls  with all that it calls")
    ranked = sorted(stats.stats.items(), key=lambda item: -item[1][3])
    for (file, line, name), (calls, _all, _own, cumulative, _callers) in ranked[3 : 3 + CURIOUS]:
        print(f"  {cumulative / total:5.0%} {calls / PROFILED:6.1f}  {_package(file)}: {Path(file).name}:{line} {name}")


def _package(file: str) -> str:
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    if "app" in parts:
        return "app"
    return "C code" if file == "~" else "bench" if "bench" in parts else "Python's library"
