"""Product and limit measured in turn, again and again, so that what the machine does meanwhile hits both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from bench.client import Tally, Walk, run
from bench.machine import Load, wait_for_quiet
from bench.servers import Server

QUIET = 0.25
"""Cores that other programs may use while we measure."""

Walks = Callable[[], Iterator[Walk]]


@dataclass(frozen=True, slots=True)
class Pace:
    """`rounds` pairs of runs of so many `seconds`, each after a warm-up and `patience` seconds of waiting for quiet."""

    seconds: float
    rounds: int
    warm: float
    patience: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what came of it, and how busy the machine was."""

    tally: Tally
    load: Load

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU that server and database used for a request."""
        return self.load.ours / self.tally.rate * 1000 if self.tally.requests else float("nan")

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        times = self.tally.all_times()
        return times[min(len(times) - 1, len(times) * percent // 100)] * 1000 if times else float("nan")


@dataclass
class Comparison:
    """The runs of one thing at one number of clients. `aim` is the ratio to reach, None where none is set.

    `requests_per_walk` is how many requests make one of what is measured, on the product and on the limit.
    """

    name: str
    clients: int
    aim: float | None = None
    requests_per_walk: tuple[int, int] = (1, 1)
    product: list[Measured] = field(default_factory=list)
    limit: list[Measured] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        pairs = zip(self.product, self.limit, strict=True)
        return sorted(product.tally.rate / limit.tally.rate for product, limit in pairs if limit.tally.rate)

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def cpu_ratio(self) -> float:
        """The limit's CPU time for a request over the product's; other programs on the machine hardly change it."""
        return median(each.cpu for each in self.limit) / median(each.cpu for each in self.product)

    @property
    def walks_per_second(self) -> tuple[float, float]:
        """From the requests done in the time, so that walks cut off at its end count for what was done of them."""
        product, limit = self.requests_per_walk
        return (
            median_of(self.product, lambda each: each.tally.rate) / product,
            median_of(self.limit, lambda each: each.tally.rate) / limit,
        )

    @property
    def errors(self) -> list[str]:
        return [error for measured in (*self.product, *self.limit) for error in measured.tally.errors]

    @property
    def foreign(self) -> float:
        return median(each.load.foreign for each in (*self.product, *self.limit))

    @property
    def client_share(self) -> float:
        return median(each.load.client for each in self.product)


def median_of(runs: list[Measured], value: Callable[[Measured], float]) -> float:
    return median(value(each) for each in runs)


def compare(comparison: Comparison, product: tuple[Server, Walks], limit: tuple[Server, Walks], pace: Pace) -> None:
    """Fill a comparison. The servers change who goes first from round to round."""
    sides = [(*product, comparison.product), (*limit, comparison.limit)]
    for number in range(pace.rounds):
        for server, walks, runs in sides if number % 2 else reversed(sides):
            runs.append(measure(server, walks, comparison.clients, pace))


def measure(server: Server, walks: Walks, clients: int, pace: Pace) -> Measured:
    wait_for_quiet(QUIET, pace.patience)
    if pace.warm:
        run(server.port, walks(), clients, pace.warm)
    with Load([server.pid, *server.beside]) as load:
        tally = run(server.port, walks(), clients, pace.seconds)
    return Measured(tally, load)
