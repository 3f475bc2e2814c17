"""How busy the machine is with other things: on a shared one, a run that a stranger disturbed says little."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
GLANCE = 0.3


def process_tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, ahead = [], [root]
    while ahead:
        found.append(ahead.pop())
        ahead += children.get(found[-1], [])
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time of the processes and of those children of theirs that have ended."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _fields(pid))) / TICKS


def peak_memory(pids: Iterable[int]) -> float:
    """The most memory that any one of the processes has held since `forget_peaks`, in MB."""
    return max((_peak(pid) for pid in pids), default=0.0)


def forget_peaks(pids: Iterable[int]) -> None:
    for pid in pids:
        (PROC / str(pid) / "clear_refs").write_text("5")


@dataclass
class Load:
    """CPU used between entering and leaving, in cores: by our servers, by this process, by anything else."""

    servers: list[int]
    ours: float = 0.0
    client: float = 0.0
    foreign: float = 0.0

    def __enter__(self) -> Self:
        self._before = self._now()
        return self

    def __exit__(self, *error: object) -> None:
        wall, busy, ours, client = (now - then for now, then in zip(self._now(), self._before, strict=True))
        self.ours, self.client = ours / wall, client / wall
        self.foreign = max(0.0, (busy - ours - client) / wall)

    def _now(self) -> tuple[float, float, float, float]:
        pids = [pid for root in self.servers for pid in process_tree(root)]
        return time.monotonic(), _busy(), cpu_seconds(pids), time.process_time()


def wait_for_quiet(most: float, patience: float) -> None:
    """Until all programs together use less than `most` cores, `patience` seconds at the longest."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        busy, start = _busy(), time.monotonic()
        time.sleep(GLANCE)
        if (_busy() - busy) / (time.monotonic() - start) < most:
            return


def _busy() -> float:
    """Seconds that all cores have not been idle since the machine started."""
    times = [int(field) for field in (PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(times) - times[3] - times[4]) / TICKS


def _fields(pid: int) -> list[str]:
    """What /proc says of a process after its name: state, parent, …; nothing of one that has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _peak(pid: int) -> float:
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
