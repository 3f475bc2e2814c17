"""Keeping count of assignments that are alike, so that coverage is read without counting people."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, delete

from app.assignments.bulk import insert_rows, update_rows
from app.extensions import db
from app.models import CoverageCell

_TABLE = cast(Table, CoverageCell.__table__)
_KEY = ("organisation_id", "requirement", "status", "is_done", "due_on")


class Cell(NamedTuple):
    """What assignments have in common that are counted together."""

    requirement: str
    status: str
    is_done: bool
    due_on: date


def move_counts(organisation_id: int, changes: Mapping[Cell, int]) -> None:
    """Count so many more or fewer of these."""
    cells = sorted(changes.items())
    _add(organisation_id, {cell: more for cell, more in cells if more > 0})
    _take(organisation_id, {cell: -less for cell, less in cells if less < 0})


def _add(organisation_id: int, cells: dict[Cell, int]) -> None:
    otherwise = f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET people = coverage_cells.people + excluded.people"
    insert_rows(_TABLE, (*_KEY, "people"), [(*_key(organisation_id, cell), cells[cell]) for cell in cells], otherwise)


def _take(organisation_id: int, cells: dict[Cell, int]) -> None:
    if not cells:
        return
    rows = [(cells[cell], *_key(organisation_id, cell)) for cell in cells]
    update_rows(_TABLE, ("people",), _KEY, rows, to="{old} - {new}")
    empty = CoverageCell.organisation_id == organisation_id, CoverageCell.people == 0
    db.session.execute(delete(CoverageCell).where(*empty))


def _key(organisation_id: int, cell: Cell) -> tuple[Any, ...]:
    return organisation_id, cell.requirement, cell.status, cell.is_done, cell.due_on.isoformat()
