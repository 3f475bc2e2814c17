"""Writing very many rows without SQLAlchemy's preparation of each, which costs more than the database does.

Rows are tuples of text, numbers, truth values and None, in the order of the columns' names; days are ISO text, which
both databases read.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from app.extensions import db

Rows = Collection[Sequence[Any]]


def insert_rows(table: Table, columns: Sequence[str], rows: Rows, otherwise: str = "") -> None:
    """`otherwise` is an ON CONFLICT clause, for rows that are there already."""
    if not rows:
        return
    connection, names = db.session.connection(), ", ".join(columns)
    if connection.dialect.name == "sqlite":
        source = f"VALUES ({', '.join('?' for _ in columns)})"
        _run(connection, f"INSERT INTO {table.name} ({names}) {source} {otherwise}", list(rows))
    else:
        source = f"SELECT * FROM {_given(connection, table, columns)}"  # noqa: S608 - names of our own
        _run(connection, f"INSERT INTO {table.name} ({names}) {source} {otherwise}", _by_column(rows))


def update_rows(table: Table, columns: Sequence[str], keys: Sequence[str], rows: Rows, to: str = "{new}") -> None:
    """Set `columns` where `keys` are as given; a row has both, in this order.

    `to` is what a column is set to, of `{old}` and `{new}`.
    """
    if not rows:
        return
    connection, name = db.session.connection(), table.name
    is_lite = connection.dialect.name == "sqlite"
    new = {each: "?" if is_lite else f"given.{each}" for each in (*columns, *keys)}
    sets = ", ".join(f"{each} = {to.format(old=f'{name}.{each}', new=new[each])}" for each in columns)
    where = " AND ".join(f"{name}.{each} = {new[each]}" for each in keys)
    if is_lite:
        _run(connection, f"UPDATE {name} SET {sets} WHERE {where}", list(rows))  # noqa: S608 - names of our own
    else:
        given = _given(connection, table, [*columns, *keys])
        _run(connection, f"UPDATE {name} SET {sets} FROM {given} WHERE {where}", _by_column(rows))  # noqa: S608


def _given(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    """PostgreSQL's rows from one array for each column: one statement, however many there are."""
    types = [table.c[each].type.compile(connection.dialect) for each in columns]
    return f"unnest({', '.join(f'%s::{each}[]' for each in types)}) AS given({', '.join(columns)})"


def _by_column(rows: Rows) -> tuple[list[Any], ...]:
    return tuple(list(values) for values in zip(*rows, strict=True))


def _run(connection: Connection, statement: str, values: Any) -> None:
    connection.exec_driver_sql(statement, values)
