"""What many tests begin with is made for the first of them, and put back for the others."""

from collections.abc import Callable
from typing import Any, TypeVar

from tests.tables import Rows, put_back, read_tables

Made = TypeVar("Made")


class Kept:
    """By name: what was made, and everything that was in the tables then. Keep ids of rows here, no rows."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Rows]] = {}

    def or_make(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` makes on tables that are its own."""
        if name not in self._kept:
            self._kept[name] = make(), read_tables()
        else:
            put_back(self._kept[name][1])
        made: Made = self._kept[name][0]
        return made
