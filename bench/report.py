"""What was measured, as lines to read and as JSON to keep."""

import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from app.database import sqlite_module
from bench.comparing import Comparison, Measured, median_of
from bench.downloads import Download

COLUMNS = (
    "{:<15} {:>3} {:>7} {:>6} {:>6} {:>6} {:>6} {:>9} {:>6} {:>6} {:>6} {:>6} {:>13} {:>9} {:>6} {:>6} {:>6} {:>7}"
)
HEADINGS = (
    "what", "N", "req/s", "p50 ms", "p95 ms", "p99 ms", "cpu ms", "limit r/s", "p50 ms", "p95 ms", "cpu ms", "ratio",
    "spread", "cpu ratio", "errors", "bytes", "client", "foreign",
)  # fmt: skip


def print_headings(kind: str) -> None:
    print(f"\n{kind} – N learners at once; `client` and `foreign` are cores used by this bench and by other programs")
    print("`cpu ms` is what server and database spend on a request; `cpu ratio` compares that, and is steadier")
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
            f"{median_of(comparison.product, cpu):.2f}",
            f"{median_of(comparison.limit, rate):,.0f}",
            *(_percentile(comparison.limit, percent) for percent in (50, 95)),
            f"{median_of(comparison.limit, cpu):.2f}",
            f"{comparison.ratio:.2f}" if ratios else "–",
            spread,
            f"{comparison.cpu_ratio:.2f}",
            len(comparison.errors),
            f"{_mean_size(comparison.product):,.0f}",
            f"{comparison.client_share:.2f}",
            f"{comparison.foreign:.2f}",
        ),
        flush=True,
    )
    for error in comparison.errors[:3]:
        print(f"    error: {error}")
    if comparison.requests_per_walk != (1, 1):
        _print_walks(comparison)


def _print_walks(comparison: Comparison) -> None:
    """Journeys a second, and how long each kind of request took."""
    product, limit = comparison.walks_per_second
    requests = comparison.requests_per_walk
    print(
        f"    journeys/s: {product:.1f} of {requests[0]} requests; the limit's least ones {limit:.0f} of {requests[1]}"
    )
    kinds = {kind for each in comparison.product for kind in each.tally.times}
    slow = sorted(((_p95(comparison.product, kind), kind) for kind in kinds), reverse=True)
    print("    p95 ms: " + ", ".join(f"{kind} {milliseconds:.1f}" for milliseconds, kind in slow), flush=True)


def print_download(download: Download) -> None:
    got = download.product
    seconds, first, used, peak = (
        median(each) for each in zip(*((one.seconds, one.first_byte, one.cpu, one.peak) for one in got), strict=True)
    )
    dump, lines = median(each for each, _ in download.limit), max(got[0].lines, download.lines)
    print(
        f"{download.name} of {lines:,} lines: {lines / seconds:,.0f} lines/s, {seconds:.2f} s, "
        f"first byte after {first:.2f} s, {used:.2f} s of CPU, {got[0].size / 1e6:.1f} MB, "
        f"a worker's peak memory {peak:.0f} MB; "
        f"bare CSV {lines / dump:,.0f} lines/s; ratio {download.ratio:.2f} "
        f"({download.ratios[0]:.2f} … {download.ratios[-1]:.2f}), cpu ratio {download.cpu_ratio:.2f}; "
        f"of the limit's server {download.served_ratio:.2f}",
        flush=True,
    )


def print_gates(comparisons: Iterable[Comparison | Download]) -> None:
    for each in comparisons:
        if each.aim is not None:
            verdict = "reached" if each.ratio >= each.aim else "NOT reached"
            print(
                f"aim {verdict}: {each.name}, {each.clients} at once: {each.ratio:.2f} of the limit, aim {each.aim} "
                f"(by CPU {each.cpu_ratio:.2f})"
            )


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


def as_json(comparison: Comparison | Download) -> dict[str, Any]:
    if isinstance(comparison, Download):
        return asdict(comparison)
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
        "cpu_ms": measured.cpu,
        "server_cores": measured.load.ours,
        "client_cores": measured.load.client,
        "foreign_cores": measured.load.foreign,
    }


def rate(measured: Measured) -> float:
    return measured.tally.rate


def cpu(measured: Measured) -> float:
    return measured.cpu


def _percentile(runs: list[Measured], percent: int) -> str:
    return f"{median_of(runs, lambda each: each.percentile(percent)):.1f}"


def _p95(runs: Sequence[Measured], kind: str) -> float:
    times = sorted(time for each in runs for time in each.tally.times.get(kind, ()))
    return times[min(len(times) - 1, len(times) * 95 // 100)] * 1000


def _mean_size(runs: list[Measured]) -> float:
    return median(sum(each.tally.sizes) / max(1, each.tally.requests) for each in runs)
