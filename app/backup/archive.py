"""The file: a zip whose comment is a seal over every byte before it, so that no damage goes unseen."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SEAL_LENGTH = 64
PACKING = 6
_CHUNK = 1 << 20

Progress = Callable[[int], None]


@contextmanager
def writing_archive(file: BinaryIO) -> Iterator[ZipFile]:
    """A zip to write to, sealed at the end. `file` can be read as well."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=PACKING) as archive:
        archive.comment = bytes(SEAL_LENGTH)
        yield archive
    size = file.tell()
    seal = _digest(file, size - SEAL_LENGTH)
    file.seek(size - SEAL_LENGTH)
    file.write(seal)


def member(name: str, made_at: datetime) -> ZipInfo:
    """`made_at` is in UTC."""
    info = ZipInfo(name, made_at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def is_sealed(file: BinaryIO, size: int, progress: Progress = lambda count: None) -> bool:
    """Whether the last bytes are the seal of all before them; `progress` is told of bytes."""
    seal = _digest(file, size - SEAL_LENGTH, progress)
    file.seek(size - SEAL_LENGTH)
    return file.read() == seal


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _digest(file: BinaryIO, size: int, progress: Progress = lambda count: None) -> bytes:
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while left > 0 and (chunk := file.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
        progress(len(chunk))
    return digest.hexdigest().encode()
