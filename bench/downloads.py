"""The training log as a file: 100,000 completions over HTTP, beside the same table dumped without any product."""

import csv
import http.client
import io
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from app.training_log.columns import COLUMNS
from bench.bare import is_sqlite, open_bare
from bench.client import ADDRESS
from bench.comparing import Pace
from bench.logbook import organisation_with_log
from bench.machine import cpu_seconds, forget_peaks, peak_memory, process_tree
from bench.school import SignedIn
from bench.servers import Server
from bench.stage import Stage

ROWS, FEW_ROWS = 100_000, 10_000
AIM = 0.3
CHUNK = 1 << 16
PATIENCE = 120
BARE_COLUMNS = (
    "sequence, person_id, kind, edition, course_title, course, level, method, completed_on, valid_until, recorded_at"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`peak` is the most memory that a worker held, in MB; `cpu` what server and database used, in seconds."""

    seconds: float
    first_byte: float
    cpu: float
    peak: float
    size: int
    rows: int


@dataclass
class Download:
    """A file of `rows` rows, fetched several times. `limit` has the raw dump's seconds and CPU seconds."""

    name: str
    rows: int
    aim: float | None = None
    clients: int = 1
    product: list[Fetched] = field(default_factory=list)
    limit: list[tuple[float, float]] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return sorted(dump / got.seconds for got, (dump, _) in zip(self.product, self.limit, strict=False))

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def cpu_ratio(self) -> float:
        return median(cpu for _, cpu in self.limit) / median(got.cpu for got in self.product)

    @property
    def errors(self) -> list[str]:
        return [f"{got.rows} rows instead of {self.rows}" for got in self.product if got.rows not in {self.rows, -1}]


def downloads(stage: Stage, pace: Pace) -> Iterable[Download]:
    few, many = (organisation_with_log(stage.school, rows) for rows in (FEW_ROWS, ROWS))
    for organisation_id, name, rows, aim in (
        (few, "log.csv", FEW_ROWS, None),
        (many, "log.csv", ROWS, AIM),
        (many, "log.xlsx", ROWS, None),
    ):
        lead = stage.school.lead(organisation_id)
        download = Download(name, rows, aim)
        for _ in range(pace.rounds if name == "log.csv" else 1):
            download.limit.append(_dump(stage, organisation_id))
            download.product.append(_fetch(stage.product, lead, name))
        yield download


def _fetch(server: Server, lead: SignedIn, name: str) -> Fetched:
    forget_peaks(server.workers)
    pids = [pid for root in (server.pid, *server.beside) for pid in process_tree(root)]
    cpu, start = cpu_seconds(pids), time.perf_counter()
    with closing(http.client.HTTPConnection(ADDRESS, server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", f"/{name}", headers={"Cookie": lead.cookie})
        answer = connection.getresponse()
        size = len(answer.read(1))
        first_byte, lines = time.perf_counter() - start, 0
        while chunk := answer.read(CHUNK):
            size += len(chunk)
            lines += chunk.count(b"\n")
    rows = lines - 1 if name.endswith(".csv") else -1
    seconds = time.perf_counter() - start
    assert answer.status == 200, answer.status
    return Fetched(seconds, first_byte, cpu_seconds(pids) - cpu, peak_memory(server.workers), size, rows)


def _dump(stage: Stage, organisation_id: int) -> tuple[float, float]:
    """As many columns of the bare table into nothing: seconds, and CPU seconds with the database's."""
    pids = [pid for root in stage.product.beside for pid in process_tree(root)]
    query = f"SELECT {BARE_COLUMNS} FROM log_entries WHERE organisation_id = {organisation_id}"
    assert len(BARE_COLUMNS.split(",")) == len(COLUMNS)
    start, cpu, own = time.perf_counter(), cpu_seconds(pids), time.process_time()
    with closing(open_bare(stage.database.url)) as connection:
        write = csv.writer(io.TextIOWrapper(io.BufferedWriter(_Nowhere(), CHUNK), "utf-8", newline="")).writerows
        if is_sqlite(stage.database.url):
            write(connection.execute(query))
        else:
            _in_batches(connection, query, write)
    return time.perf_counter() - start, time.process_time() - own + cpu_seconds(pids) - cpu


def _in_batches(connection: Any, query: str, write: Callable[[Iterable[Any]], None]) -> None:
    """PostgreSQL sends everything at once unless a cursor on the server is asked for part after part."""
    with connection.transaction(), connection.cursor(name="dump") as cursor:
        cursor.itersize = 5_000
        cursor.execute(query)
        write(cursor)


class _Nowhere(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)
