"""The parts of the file that holds everything about a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from app.web.dates import long_date, moment

MOST_COLUMNS = 3

Cell = str | int | bool | date | datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands below it, and a table; `tables` are those of the database that it is made from.

    Without rows it is left out, unless it says something `alone`.
    """

    title: str
    tables: frozenset[str]
    note: str = ""
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    alone: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether a row is read more easily as a list of its own."""
        return len(self.header) > MOST_COLUMNS


def section(title: str, tables: Iterable[str], header: tuple[str, ...], rows: Iterable[Any], **more: Any) -> Section:
    """`rows` as they come from the database. `time_zone` is for instants, `note` stands before the table."""
    time_zone = more.pop("time_zone", "UTC")
    words = [tuple(_in_words(cell, time_zone) for cell in row) for row in rows]
    return Section(title, frozenset(tables), header=header, rows=words, **more)


def _in_words(cell: Cell, time_zone: str) -> str:
    if isinstance(cell, bool):
        return str(_("yes") if cell else _("no"))
    if isinstance(cell, datetime):
        return moment(cell, time_zone)
    if isinstance(cell, date):
        return long_date(cell)
    return "" if cell is None else str(cell)
