"""What was measured, as lines to read and as JSON to keep."""

import os
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from app.database import sqlite_module
from bench.comparing import Comparison, Measured, median_of

COLUMNS = "{:<16} {:>3} {:>8} {:>7} {:>7} {:>7} {:>9} {:>7} {:>7} {:>6} {:>13} {:>6} {:>6} {:>6} {:>7}"
HEADINGS = (
    "what", "N", "req/s", "p50 ms", "p95 ms", "p99 ms", "limit r/s", "p50 ms", "p95 ms", "ratio", "spread", "errors",
    "bytes", "client", "foreign",
)  # fmt: skip


def print_headings(kind: str) -> None:
    print(f"\n{kind} – N learners at once; `client` and `foreign` are cores used by this bench and by strangers")
    print(COLUMNS.format(*HEADINGS))


def print_comparison(comparison: Comparison) -> None:
    ratios = comparison.ratios
    spread = f"{ratios[0]:.2f} … {ratios[-1]:.2f}" if ratios else ""
    print(
        COLUMNS.format(
            comparison.name,
            comparison.clients,
            f"{median_of(comparison.product, rate):,.0f}",
            *(_percentile(comparison.product, percent) for percent in (50, 95, 99)),
            f"{median_of(comparison.limit, rate):,.0f}",
            *(_percentile(comparison.limit, percent) for percent in (50, 95)),
            f"{comparison.ratio:.2f}" if ratios else "–",
            spread,
            len(comparison.errors),
            f"{_mean_size(comparison.product):,.0f}",
            f"{comparison.client_share:.2f}",
            f"{comparison.foreign:.2f}",
        ),
        flush=True,
    )
    for error in comparison.errors[:3]:
        print(f"    error: {error}")


def print_walks(comparison: Comparison) -> None:
    """Journeys a second, and how long each kind of request took."""
    product, limit = comparison.walks_per_second
    requests = comparison.requests_per_walk
    print(f"    journeys/s: {product:.1f} of {requests[0]} requests; the limit's least ones {limit:.0f} of {requests[1]}")
    kinds = {kind for each in comparison.product for kind in each.tally.times}
    slow = sorted(((_p95(comparison.product, kind), kind) for kind in kinds), reverse=True)
    print("    p95 ms: " + ", ".join(f"{kind} {milliseconds:.1f}" for milliseconds, kind in slow), flush=True)


def print_gates(comparisons: Iterable[Comparison]) -> None:
    for each in comparisons:
        if each.aim is not None:
            verdict = "reached" if each.ratio >= each.aim else "NOT reached"
            print(f"aim {verdict}: {each.name}, {each.clients} at once: {each.ratio:.2f} of the limit, aim {each.aim}")


def machine() -> str:
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite_module().sqlite_version}, load average {os.getloadavg()[0]:.1f}; "
        f"{sync_milliseconds():.2f} ms to sync a page to {os.environ.get('TMPDIR', '/tmp')}"
    )


def sync_milliseconds(times: int = 50) -> float:
    """What a commit costs at the least: the median time of writing 4 KB and syncing them."""
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"waymark-sync-{os.getpid()}"
    taken = []
    with path.open("wb", buffering=0) as file:
        for _ in range(times):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - start)
    path.unlink()
    return median(taken) * 1000


def as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "what": comparison.name,
        "clients": comparison.clients,
        "aim": comparison.aim,
        "ratios": comparison.ratios,
        "errors": comparison.errors,
        "requests_per_walk": comparison.requests_per_walk,
        "product": [_run_as_json(each) for each in comparison.product],
        "limit": [_run_as_json(each) for each in comparison.limit],
    }


def _run_as_json(measured: Measured) -> dict[str, float]:
    return {
        "requests_per_second": measured.tally.rate,
        **{f"p{percent}_ms": measured.percentile(percent) for percent in (50, 95, 99)},
        "server_cores": measured.load.ours,
        "client_cores": measured.load.client,
        "foreign_cores": measured.load.foreign,
    }


def rate(measured: Measured) -> float:
    return measured.tally.rate


def _percentile(runs: list[Measured], percent: int) -> str:
    return f"{median_of(runs, lambda each: each.percentile(percent)):.1f}"


def _p95(runs: Sequence[Measured], kind: str) -> float:
    times = sorted(time for each in runs for time in each.tally.times.get(kind, ()))
    return times[min(len(times) - 1, len(times) * 95 // 100)] * 1000


def _mean_size(runs: list[Measured]) -> float:
    return median(sum(each.tally.sizes) / max(1, each.tally.requests) for each in runs)


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
