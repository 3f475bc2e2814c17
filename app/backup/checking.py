"""Whether a file is a backup, whole and as it was written. Nothing is restored from one that is not."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from app.backup.archive import SEAL_LENGTH, Progress, chunks, is_sealed
from app.backup.manifest import NAME, Manifest, NewerFormat, TableCopy, WrongManifest, read_manifest

ZIP_BEGINS = b"PK\x03\x04"
LONGEST_MANIFEST = 10_000_000

OURS = frozenset({NAME, "organisations.jsonl"})
"""Of which at least one is still called so in a file of ours with a flipped bit."""


class Unusable(Exception):
    """The file cannot be restored from; the message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was checked."""

    path: Path
    manifest: Manifest

    @contextmanager
    def lines(self, table: str) -> Iterator[IO[bytes]]:
        """Of a table, as in `app.backup.lines`."""
        with ZipFile(self.path) as archive, archive.open(f"{table}.jsonl") as member:
            yield member


def check_backup(path: Path, progress: Progress = lambda count: None) -> Backup:
    """Read all of the file twice, packed and unpacked; `progress` is told of packed bytes. Raises Unusable."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _refuse_what_is_no_zip(file, size, path)
            return Backup(path, _read_zip(file, size, path, progress))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror or error}.") from error


def _refuse_what_is_no_zip(file: BufferedReader, size: int, path: Path) -> None:
    begins = file.read(len(ZIP_BEGINS))
    if size == 0:
        raise Unusable(f"{path} is empty: nothing was ever written into it. Use another backup.")
    if not ZIP_BEGINS.startswith(begins):
        raise Unusable(f"{path} is not a backup: `flask backup` did not write it.")
    if not _has_end(file, size):
        raise Unusable(
            f"{path} is not complete: its end is missing. It was cut off while it was written or copied. "
            "Copy it again, or use another backup."
        )


def _has_end(file: BufferedReader, size: int) -> bool:
    """Whether the zip's end record is where any zip may have it: before a comment of up to 65,535 bytes."""
    file.seek(max(0, size - 22 - 65_535))
    return b"PK\x05\x06" in file.read()


def _read_zip(file: BufferedReader, size: int, path: Path, progress: Progress) -> Manifest:
    if size > SEAL_LENGTH and is_sealed(file, size, progress):
        with ZipFile(file) as archive:
            manifest = _manifest(archive, path)
            _check_tables(archive, manifest, path, progress)
            return manifest
    with ZipFile(file) as archive:
        ours = not OURS.isdisjoint(archive.namelist())
    raise _damaged(path) if ours else Unusable(f"{path} is a zip file, but not a backup that `flask backup` wrote.")


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    if NAME not in archive.namelist():
        raise Unusable(f"{path} is a zip file, but not a backup that `flask backup` wrote.")
    with archive.open(NAME) as member:
        text = member.read(LONGEST_MANIFEST)
    try:
        return read_manifest(text)
    except NewerFormat as error:
        raise Unusable(
            f"{path} was made by a newer release of Waymark: {error}. Install that release, then restore."
        ) from error
    except WrongManifest as error:
        raise Unusable(f"{path} is a zip file, but not a backup that `flask backup` wrote: {error}.") from error


def _check_tables(archive: ZipFile, manifest: Manifest, path: Path, progress: Progress) -> None:
    expected = {table.member for table in manifest.tables} | {NAME}
    there = archive.namelist()
    if sorted(there) != sorted(expected):
        odd = ", ".join(sorted(expected.symmetric_difference(there))) or "a name twice"
        raise Unusable(f"{path} does not hold what it should: {odd}. Use another backup.")
    for table in manifest.tables:
        if not _is_whole(archive, table):
            raise Unusable(f"{path} is damaged: {table.name} is not as it was written. Use another backup.")
        progress(archive.getinfo(table.member).compress_size)


def _is_whole(archive: ZipFile, table: TableCopy) -> bool:
    digest, size, lines = hashlib.sha256(), 0, 0
    with archive.open(table.member) as member:
        for chunk in chunks(member):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
            if size > table.size:
                return False
    return (digest.hexdigest(), size, lines) == (table.sha256, table.size, table.rows + 1)


def _damaged(path: Path) -> Unusable:
    return Unusable(
        f"{path} is damaged: it is not as `flask backup` wrote it. Copy it again from where it is kept, "
        "or use another backup."
    )
