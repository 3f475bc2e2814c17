"""Saying how far a long list has come."""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol, TypeVar

Each = TypeVar("Each")

EVERY = 1_000


class Progress(Protocol):
    def begins(self, step: str, length: int) -> None: ...

    def goes_on(self, count: int) -> None: ...


class Silence:
    """For pages, which tell nothing before they are done."""

    def begins(self, step: str, length: int) -> None:
        return

    def goes_on(self, count: int) -> None:
        return


def read_through(file: BinaryIO, rows: Iterable[Each], step: str, progress: Progress) -> Iterator[Each]:
    """The rows of a file, telling by its bytes how far it has been read."""
    here = file.tell()
    length = file.seek(0, os.SEEK_END)
    file.seek(here)
    progress.begins(step, length)
    for number, each in enumerate(rows):
        yield each
        if number % EVERY == 0:
            now = file.tell()
            progress.goes_on(now - here)
            here = now
    progress.goes_on(length - here)
