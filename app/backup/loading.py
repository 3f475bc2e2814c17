"""Bringing tables and rows of a backup into an empty database, inside the transaction of a restore."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, Update, bindparam, delete, func, select, text, update
from sqlalchemy import table as any_table
from sqlalchemy.exc import DBAPIError

from app.backup.archive import Progress
from app.backup.checking import Backup
from app.backup.layout import LEFT_OUT, Layout, lay_out, table_names
from app.backup.lines import Row, read_rows
from app.backup.schema import bring_up_to_date, is_known, rebuild, revision_of

MOST_NAMED = 3

MADE_AT_START = "signing_keys"
"""The server makes a first key in a database that is just set up. Where it is all there is, it has signed nothing."""


class CannotRestore(Exception):
    """The database is as it was before; the message is a sentence that says why and what to do."""


def refuse_unless_empty(connection: Connection) -> None:
    """Raises CannotRestore where the database has a row, or tables that no migration made."""
    revision, names = revision_of(connection), table_names(connection)
    filled = [name for name in sorted(names) if name != MADE_AT_START and _has_a_row(connection, name)]
    if filled:
        more = f" and {len(filled) - MOST_NAMED} more" if len(filled) > MOST_NAMED else ""
        raise CannotRestore(
            f"The database is not empty: there are rows in {', '.join(filled[:MOST_NAMED])}{more}. They stay as they "
            "are. Set DATABASE_URL to a new, empty database, and restore into that."
        )
    if revision is not None and not is_known(revision):
        raise CannotRestore(f"The database was set up by a newer release (schema {revision}). Use a new, empty one.")
    if revision is None and names:
        raise CannotRestore("The database has tables of another program. Use a new, empty one.")


def _has_a_row(connection: Connection, name: str) -> bool:
    return connection.execute(select(text("1")).select_from(any_table(name)).limit(1)).first() is not None


def refuse_newer(backup: Backup) -> None:
    """Raises CannotRestore for a backup of a schema that this release does not know."""
    if not is_known(backup.manifest.revision):
        raise CannotRestore(
            f"This backup was made by a newer release of Waymark (schema {backup.manifest.revision}). "
            "Install that release, then restore."
        )


def load(connection: Connection, backup: Backup, progress: Progress) -> None:
    """Make the tables as they were, fill them, and bring them to this release. Raises CannotRestore."""
    rebuild(connection, backup.manifest.revision)
    _refuse_other_tables(connection, backup)
    if MADE_AT_START in table_names(connection):
        connection.execute(delete(any_table(MADE_AT_START)))
    layout = lay_out(connection, {table.name for table in backup.manifest.tables})
    for table in layout.tables:
        _fill(connection, table, _batches(backup, layout, table), progress)
    _fill_in_later_columns(connection, backup, layout)
    _refuse_missing_rows(connection, backup, layout)
    if connection.dialect.name == "postgresql":
        _count_on(connection, layout)
        connection.execute(text("ANALYZE"))
    bring_up_to_date(connection)
    _refuse_broken_references(connection)


def _refuse_other_tables(connection: Connection, backup: Backup) -> None:
    expected = table_names(connection) - LEFT_OUT
    there = {table.name for table in backup.manifest.tables}
    if not there <= expected:
        raise CannotRestore(f"This release has no place for {', '.join(sorted(there - expected))}.")
    if not expected <= there:
        raise CannotRestore(f"The backup does not have {', '.join(sorted(expected - there))}. Use another backup.")


def _fill(connection: Connection, table: Table, batches: Iterator[list[Row]], progress: Progress) -> None:
    try:
        for rows in batches:
            connection.execute(table.insert(), rows)
            progress(len(rows))
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        raise CannotRestore(f"The rows of {table.name} do not go into this database: {reason}.") from error
    except (ValueError, KeyError) as error:
        raise CannotRestore(f"The rows of {table.name} are not what its columns hold. Use another backup.") from error


def _batches(backup: Backup, layout: Layout, table: Table) -> Iterator[list[Row]]:
    later = dict.fromkeys(layout.later[table.name])
    with backup.lines(table.name) as lines:
        for rows in read_rows(lines, table):
            yield [row | later for row in rows] if later else rows


def _fill_in_later_columns(connection: Connection, backup: Backup, layout: Layout) -> None:
    for table in layout.tables:
        columns = layout.later[table.name]
        if not columns:
            continue
        change = _change(table, columns)
        with backup.lines(table.name) as lines:
            for rows in read_rows(lines, table):
                waiting = [row for row in rows if any(row[name] is not None for name in columns)]
                if waiting:
                    connection.execute(
                        change, [{f"its_{name}": value for name, value in row.items()} for row in waiting]
                    )


def _change(table: Table, columns: tuple[str, ...]) -> Update:
    mine = [column == bindparam(f"its_{column.name}", type_=column.type) for column in table.primary_key]
    values = {name: bindparam(f"its_{name}", type_=table.c[name].type) for name in columns}
    return update(table).where(*mine).values(values)


def _refuse_missing_rows(connection: Connection, backup: Backup, layout: Layout) -> None:
    expected = {table.name: table.rows for table in backup.manifest.tables}
    for table in layout.tables:
        there = connection.scalar(select(func.count()).select_from(table))
        if there != expected[table.name]:
            raise CannotRestore(f"{table.name} came to {there} rows instead of {expected[table.name]}.")


def _count_on(connection: Connection, layout: Layout) -> None:
    """PostgreSQL numbers new rows by itself: from behind the last one."""
    for table in layout.tables:
        for column in table.primary_key:
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            if connection.scalar(select(sequence)):
                connection.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))


def _refuse_broken_references(connection: Connection) -> None:
    """SQLite's foreign keys rested; PostgreSQL's held all the time."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise CannotRestore(f"A row of {broken[0]} refers to a row of {broken[2]} that is not in the backup.")
