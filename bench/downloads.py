"""The training log as files over HTTP, beside the same table by a bare server and by no server at all."""

import http.client
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median

from app.training_log.columns import COLUMNS
from bench import bare_log
from bench.bare import open_bare
from bench.client import ADDRESS
from bench.comparing import Pace
from bench.logbook import organisation_with_log
from bench.machine import cpu_seconds, forget_peaks, peak_memory, process_tree
from bench.servers import Server
from bench.stage import Stage

MOST_ROWS = 1_000_000
TENTH = 10
AIM = 0.3
CHUNK = 1 << 16
PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Fetched:
    """`peak` is the most memory that a worker held, in MB; `cpu` what server and database used, in seconds."""

    seconds: float
    first_byte: float
    cpu: float
    peak: float
    size: int
    lines: int


@dataclass
class Download:
    """A file of at least so many `lines`, fetched several times. `limit` has the raw dump's seconds and CPU seconds;
    `served` is the same dump by the limit's server.
    """

    name: str
    lines: int
    aim: float | None = None
    clients: int = 1
    product: list[Fetched] = field(default_factory=list)
    limit: list[tuple[float, float]] = field(default_factory=list)
    served: list[Fetched] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return sorted(dump / got.seconds for got, (dump, _) in zip(self.product, self.limit, strict=False))

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def served_ratio(self) -> float:
        return median(each.seconds for each in self.served) / median(each.seconds for each in self.product)

    @property
    def cpu_ratio(self) -> float:
        return median(cpu for _, cpu in self.limit) / median(got.cpu for got in self.product)

    @property
    def errors(self) -> list[str]:
        """Of files of text: an XLSX has no lines."""
        got = [each.lines for each in self.product if not self.name.endswith("xlsx")]
        return [f"{lines} lines instead of {self.lines}" for lines in got if lines < self.lines]


def downloads(stage: Stage, pace: Pace, most: int) -> Iterable[Download]:
    """CSV, JSON lines and xAPI of `most` entries, and what can be had in a tenth of them: memory must not grow."""
    fewer = most // TENTH
    few, many = (organisation_with_log(stage.school, entries) for entries in (fewer, most))
    for organisation_id, name, entries, aim in (
        (few, "log.csv", fewer, None),
        (few, "log.jsonl", fewer, None),
        (few, "log.xapi.jsonl", fewer, None),
        (few, "log.xlsx", fewer, None),
        (many, "log.csv", most, AIM),
        (many, "log.jsonl", most, None),
        (many, "log.xapi.jsonl", most, None),
    ):
        yield _compared(stage, organisation_id, Download(name, entries * 99 // 100, aim), pace)


def _compared(stage: Stage, organisation_id: int, download: Download, pace: Pace) -> Download:
    cookie = stage.school.lead(organisation_id).cookie
    for _ in range(pace.rounds if download.aim else 1):
        download.limit.append(_dump(stage, organisation_id))
        download.served.append(_fetch(stage.limit, f"/log/{organisation_id}.csv", stage.cookies[0]))
        download.product.append(_fetch(stage.product, f"/{download.name}", cookie))
    return download


def _fetch(server: Server, path: str, cookie: str) -> Fetched:
    forget_peaks(server.workers)
    pids = [pid for root in (server.pid, *server.beside) for pid in process_tree(root)]
    cpu, start = cpu_seconds(pids), time.perf_counter()
    with closing(http.client.HTTPConnection(ADDRESS, server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read(1))
        first_byte, lines = time.perf_counter() - start, 0
        while chunk := answer.read(CHUNK):
            size += len(chunk)
            lines += chunk.count(b"\n")
    seconds = time.perf_counter() - start
    assert answer.status == 200, answer.status
    return Fetched(seconds, first_byte, cpu_seconds(pids) - cpu, peak_memory(server.workers), size, lines)


def _dump(stage: Stage, organisation_id: int) -> tuple[float, float]:
    """The bare table as CSV into nothing: seconds, and CPU seconds with the database's."""
    assert len(bare_log.COLUMNS.split(",")) == len(COLUMNS)
    pids = [pid for root in stage.product.beside for pid in process_tree(root)]
    start, cpu, own = time.perf_counter(), cpu_seconds(pids), time.process_time()
    with closing(open_bare(stage.database.url)) as connection:
        for _chunk in bare_log.csv_chunks(connection, organisation_id):
            pass
    return time.perf_counter() - start, time.process_time() - own + cpu_seconds(pids) - cpu
