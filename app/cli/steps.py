"""Showing how far a long command is, one bar after another."""

from contextlib import ExitStack
from typing import Self

import click


class Steps:
    """A bar for each step that begins; leave it before anything else is printed."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def begins(self, step: str, length: int) -> None:
        self._open.close()
        self._bar = self._open.enter_context(click.progressbar(length=length, label=step))

    def goes_on(self, count: int) -> None:
        self._bar.update(count)

    def pause(self) -> None:
        """Before something is asked or told in the middle of a step."""
        self._open.close()
