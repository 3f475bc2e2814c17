"""The databases to measure on: a file, or a PostgreSQL server of our own, gone again at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases import Databases, PostgresDatabases, SqliteDatabases

KINDS: dict[str, type[Databases]] = {"sqlite": SqliteDatabases, "postgresql": PostgresDatabases}


@dataclass(frozen=True, slots=True)
class Database:
    """`processes` are the database server's roots, for counting its CPU as ours."""

    kind: str
    url: str
    folder: Path
    processes: tuple[int, ...]


@contextmanager
def database(kind: str) -> Iterator[Database]:
    """A new, empty database in a temporary folder (TMPDIR says where: it should be a disk, not memory)."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with KINDS[kind](folder, "bench") as made:
            url = made.create("waymark")
            yield Database(kind, url, folder, _postmaster(folder))


def _postmaster(folder: Path) -> tuple[int, ...]:
    file = folder / "pg" / "postmaster.pid"
    return (int(file.read_text().splitlines()[0]),) if file.exists() else ()
