"""A row of any table, with the rows that it hangs on, straight into the database: no rule stands before it."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table
from sqlalchemy.exc import IntegrityError

from app.extensions import Model, db
from app.models.columns import Instant

numbers = count(1)

KNOWN = {
    "kind": "completion",
    "attended": "full",
    "what": "record",
    "employment": "employee",
    "strength": "mandatory",
    "status": "asked",
    "purpose": "reset",
    "about": "reminder",
    "state": "waiting",
    "progress": "complete",
    "holds": "people",
    "source": "programme: Training\nrequirements:\n",
}


ALWAYS_FILLED = {"email"}
"""What the schema of the first release cannot do without."""


def insert(table_name: str, **values: Any) -> dict[str, Any]:
    """Adds the row, what is not given being new and different every time; returns it with its key."""
    table = Model.metadata.tables[table_name]
    row = {column.name: _value(column) for column in table.columns if _needs_value(column, values)} | values
    key = db.session.execute(table.insert().values(row)).inserted_primary_key
    return row | dict(zip((column.name for column in table.primary_key), key, strict=True))


def table_of(constraint_name: str) -> Table:
    """The table whose constraint, or unique index, has this name."""
    return next(
        table
        for table in Model.metadata.sorted_tables
        for each in (*table.constraints, *table.indexes)
        if each.name == constraint_name
    )


def _needs_value(column: Column[Any], given: dict[str, Any]) -> bool:
    made_by_the_database = column.primary_key and column.name == "id"
    may_be_missing = column.nullable and column.name not in ALWAYS_FILLED
    return not (column.name in given or may_be_missing or made_by_the_database)


def _value(column: Column[Any]) -> Any:
    number = next(numbers)
    if column.foreign_keys:
        (target,) = column.foreign_keys
        return insert(target.column.table.name)[target.column.name]
    if isinstance(column.type, String):
        return KNOWN.get(column.name, f"{column.name[0]}{number}")
    if isinstance(column.type, LargeBinary):
        return number.to_bytes(32)
    if isinstance(column.type, Instant):
        return datetime(2026, 11, 16, tzinfo=UTC)
    simple = {int: number, bool: False, date: date(2026, 11, 16)}
    return simple[column.type.python_type]


def broken_constraint(error: IntegrityError) -> str:
    """What the database says was broken: on PostgreSQL its name, on SQLite for a unique one its columns."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(diagnosis.constraint_name) if diagnosis else str(error.orig).partition("constraint failed: ")[2]


def named_as_the_database_does(constraint_name: str) -> set[str]:
    """The answers of `broken_constraint` that mean the constraint of this name."""
    for each in (*table_of(constraint_name).constraints, *table_of(constraint_name).indexes):
        if each.name == constraint_name:
            columns = ", ".join(f"{column.table.name}.{column.name}" for column in each.columns)
            return {constraint_name, columns}
    raise LookupError(constraint_name)
