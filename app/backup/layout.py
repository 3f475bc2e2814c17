"""The tables as the database has them, and what of them is backed up.

They are read from the database, not from the models: so an old schema is backed up and restored as well.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, ForeignKeyConstraint, MetaData, Table, inspect
from sqlalchemy.schema import sort_tables_and_constraints

VERSION_TABLE = "alembic_version"

LEFT_OUT = frozenset({"sessions", "sign_in_tries", "sign_in_tokens"})
"""Sign-ins: a cookie, a link or a code from before would work again."""

EMPTIED = frozenset({("staged_imports", "content")})
"""Files that nobody has confirmed; who wants one imported still has it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`tables` in an order in which each follows those that it refers to.

    `later` are the columns, by table, that refer to a later row or table: they are filled in when all rows are there.
    """

    tables: tuple[Table, ...]
    later: dict[str, tuple[str, ...]]


def table_names(connection: Connection) -> set[str]:
    """All but the one that says which revision the schema has."""
    return set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def lay_out(connection: Connection, names: Collection[str]) -> Layout:
    metadata = MetaData()
    metadata.reflect(connection, only=sorted(names))
    tables = sorted((metadata.tables[name] for name in names), key=lambda table: table.name)
    ordered = sort_tables_and_constraints(tables, filter_fn=_may_wait)  # type: ignore[no-untyped-call]
    broken = ordered[-1][1]
    found = [table for table, _ in ordered[:-1] if table is not None]
    return Layout(tuple(found), {table.name: _later(table, broken) for table in found})


def _may_wait(constraint: ForeignKeyConstraint) -> bool | None:
    """False where a column cannot be empty until later; None leaves it to the order of the tables."""
    return None if all(column.nullable for column in constraint.columns) else False


def _later(table: Table, broken: Sequence[ForeignKeyConstraint]) -> tuple[str, ...]:
    waiting = (each for each in table.foreign_key_constraints if each in broken or each.referred_table is each.parent)
    return tuple(sorted(column.name for each in waiting for column in each.columns))
