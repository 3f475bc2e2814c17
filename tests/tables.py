"""Everything that is in the tables: read, taken out, and put back as it was."""

from typing import Any

from sqlalchemy import Table, delete, exists, insert, literal, select, union_all, update

from app.database import writing
from app.extensions import Model, db
from app.models import Module

Rows = dict[Table, list[dict[str, Any]]]

TABLES = Model.metadata.sorted_tables
"""Each after those that it refers to."""

_IN_USE = union_all(*(select(literal(table.name)).where(exists(select(table))) for table in TABLES))


def read_tables() -> Rows:
    """What is in the tables that are not empty."""
    db.session.rollback()
    return {table: [dict(row) for row in db.session.execute(select(table)).mappings()] for table in in_use()}


def put_back(rows: Rows) -> None:
    """Have these rows in the tables, and no others."""
    with writing():
        empty_tables()
        for table, found in rows.items():
            db.session.execute(insert(table), [row | _LATER for row in found] if table is _MODULES else found)
        for module in rows.get(_MODULES, []):
            current = module["current_edition_id"]
            db.session.execute(update(_MODULES).where(_MODULES.c.id == module["id"]).values(current_edition_id=current))


def empty_tables() -> None:
    """Inside `writing()`."""
    db.session.execute(update(_MODULES).values(_LATER))
    for table in reversed(in_use()):
        db.session.execute(delete(table))


def in_use() -> list[Table]:
    names = set(db.session.scalars(_IN_USE))
    return [table for table in TABLES if table.name in names]


_MODULES: Any = Module.__table__
_LATER = {"current_edition_id": None}
"""Modules and their editions refer to each other: a module is told of its edition when that is there."""
