"""Which worker model holds: kinds and numbers of workers and threads, side by side on the same database.

All of them are up at once and measured in turn, so that what else the machine does hits them alike.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from statistics import median

from bench import walks
from bench.client import Walk
from bench.comparing import Measured, Pace, measure
from bench.databases import Database
from bench.school import LEARNERS, School
from bench.servers import Server, serving
from bench.stage import PRODUCT, filled, open_attempts

CLIENTS = (1, 8, 32)
MODELS = (
    ("sync", 2, 1),
    ("sync", 4, 1),
    ("gthread", 2, 1),
    ("gthread", 2, 2),
    ("gthread", 2, 4),
    ("gthread", 4, 1),
    ("gthread", 4, 2),
    ("gthread", 4, 4),
)
QUEUED = "bench.queued_app:app"
ROW = "{:<12} {:<8} {:>2} × {:<2} {:>4} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>8}"


def study(kind: str, pace: Pace) -> None:
    targets = (PRODUCT, QUEUED) if kind == "sqlite" else (PRODUCT,)
    print(f"\n{kind}: kind of worker, workers × threads")
    print(
        ROW.format("what", "worker", "", "", "N", "req/s", "p50 ms", "p95 ms", "p99 ms", "cpu ms", "errors", "foreign")
    )
    with ExitStack() as stack:
        made, school, environment = stack.enter_context(filled(kind))
        servers = {
            (target, *model): stack.enter_context(_serving(target, model, environment, made))
            for target in targets
            for model in MODELS
        }
        _measure_all(school, servers, pace)


def _measure_all(school: School, servers: dict[tuple[str, str, int, int], Server], pace: Pace) -> None:
    learners = school.people(LEARNERS)
    attempts = open_attempts(next(iter(servers.values())), learners)

    def pages() -> Iterator[Walk]:
        return walks.lesson_pages(learners, school.module.lessons)

    def steps() -> Iterator[Walk]:
        return walks.steps(attempts, school.questions)

    for name, kind_of_walk in (("lesson page", pages), ("quiz step", steps)):
        for clients in CLIENTS:
            runs: dict[tuple[str, str, int, int], list[Measured]] = {model: [] for model in servers}
            for _ in range(pace.rounds):
                for model, server in servers.items():
                    runs[model].append(measure(server, kind_of_walk, clients, pace))
            for model, measured in runs.items():
                _print(name, model, clients, measured)


def _serving(
    target: str, model: tuple[str, int, int], environment: dict[str, str], made: Database
) -> AbstractContextManager[Server]:
    kind, workers, threads = model
    options = ["--worker-class", kind, "--workers", str(workers), "--threads", str(threads)]
    return serving(target, environment, beside=made.processes, options=options)


def _print(name: str, model: tuple[str, str, int, int], clients: int, runs: list[Measured]) -> None:
    target, kind, workers, threads = model
    print(
        ROW.format(
            name if target == PRODUCT else f"{name}*",
            kind,
            workers,
            threads,
            clients,
            f"{median(each.tally.rate for each in runs):,.0f}",
            *(f"{median(each.percentile(percent) for each in runs):.1f}" for percent in (50, 95, 99)),
            f"{median(each.cpu for each in runs):.2f}",
            sum(len(each.tally.errors) for each in runs),
            f"{median(each.load.foreign for each in runs):.2f}",
        ),
        flush=True,
    )
