"""Keeping count of assignments that are alike, so that coverage is read without counting people."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

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
    _add(organisation_id, {cell: more for cell, more in changes.items() if more > 0})
    _take(organisation_id, {cell: -less for cell, less in changes.items() if less < 0})


def _add(organisation_id: int, cells: dict[Cell, int]) -> None:
    if not cells:
        return
    rows = [{"organisation_id": organisation_id, "people": more, **cell._asdict()} for cell, more in cells.items()]
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = kind.insert(_TABLE)
    more = _TABLE.c.people + statement.excluded.people
    statement = statement.on_conflict_do_update(index_elements=_KEY, set_={"people": more})
    db.session.connection().execute(statement, rows)


def _take(organisation_id: int, cells: dict[Cell, int]) -> None:
    if not cells:
        return
    mine = [_TABLE.c[name] == bindparam(f"its_{name}") for name in _KEY]
    left = _TABLE.c.people - bindparam("less")
    rows = [
        {
            "its_organisation_id": organisation_id,
            "less": less,
            **{f"its_{name}": value for name, value in cell._asdict().items()},
        }
        for cell, less in cells.items()
    ]
    db.session.connection().execute(update(_TABLE).where(*mine).values(people=left), rows)
    empty = CoverageCell.organisation_id == organisation_id, CoverageCell.people == 0
    db.session.execute(delete(CoverageCell).where(*empty))
