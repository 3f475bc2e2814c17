"""Writing a backup: one moment of the database, into a file that appears when it is whole and was read again."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from zipfile import ZipFile

from sqlalchemy import Connection, Select, Table, func, null, select

from app.backup.archive import member, writing_archive
from app.backup.checking import check_backup
from app.backup.layout import EMPTIED, LEFT_OUT, Layout, lay_out, table_names
from app.backup.lines import MOST_BYTES, MOST_ROWS, to_line
from app.backup.manifest import NAME, HeadCopy, Manifest, TableCopy
from app.backup.schema import is_known, newest_revision, revision_of
from app.documents.whole_file import sync_folder
from app.extensions import Model, db


class CannotBackUp(Exception):
    """Nothing is written; the message is a sentence that says why and what to do."""


class Watcher(Protocol):
    """Shows how far it is: a step has a length in rows or bytes."""

    def begins(self, step: str, length: int) -> None: ...

    def goes_on(self, count: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Written:
    """`size` is of the file, in bytes. `not_ours` are tables that another program put into the database."""

    manifest: Manifest
    size: int
    not_ours: tuple[str, ...]


def write_backup(target: Path, now: datetime, watcher: Watcher) -> Written:
    """Raises CannotBackUp, OSError and SQLAlchemy's errors; whatever happens, `target` is whole or not there."""
    refuse_to_overwrite(target)
    with _appearing(target) as (file, unfinished):
        with _snapshot() as connection, writing_archive(file) as archive:
            manifest, not_ours = _copy(connection, archive, now, watcher)
        file.flush()
        os.fsync(file.fileno())
        size = unfinished.stat().st_size
        watcher.begins("Checking it", 2 * size)
        if check_backup(unfinished, watcher.goes_on).manifest != manifest:
            raise CannotBackUp("What was written does not read back as it was meant. Is the disk all right?")
    return Written(manifest, size, not_ours)


def refuse_to_overwrite(target: Path) -> None:
    if os.path.lexists(target):
        raise CannotBackUp(f"{target} is there already and stays as it is. Name a file that is not there yet.")


@contextmanager
def _appearing(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file beside `target`, readable by us alone, that gets its name at the end; after an error nothing is left."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".unfinished", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file, unfinished
        _give_name(unfinished, target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _give_name(unfinished: Path, target: Path) -> None:
    """Unlike a renaming, a link never takes the place of what somebody else put there meanwhile."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        refuse_to_overwrite(target)
    except OSError:  # a disk without links
        refuse_to_overwrite(target)
        unfinished.rename(target)


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Everything as it is at one moment, while others go on writing."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def _copy(
    connection: Connection, archive: ZipFile, now: datetime, watcher: Watcher
) -> tuple[Manifest, tuple[str, ...]]:
    made_at = now.astimezone(UTC)
    revision, names, not_ours = _what_to_copy(connection)
    layout = lay_out(connection, names)
    watcher.begins("Backing up", _count(connection, layout))
    tables = []
    for table in layout.tables:
        with archive.open(member(f"{table.name}.jsonl", made_at), "w", force_zip64=True) as lines:
            tables.append(_copy_table(connection, table, lines, watcher))
    manifest = Manifest(
        made_at, revision, connection.dialect.name, tuple(tables), _heads(connection, layout), _keys(connection, layout)
    )
    archive.writestr(member(NAME, made_at), manifest.to_json())
    return manifest, not_ours


def _what_to_copy(connection: Connection) -> tuple[str, set[str], tuple[str, ...]]:
    """The revision, the tables to copy, and those that are not ours: of an old schema we cannot tell."""
    revision = revision_of(connection)
    if revision is None:
        raise CannotBackUp("The database is empty: there is nothing to back up. Is DATABASE_URL the right one?")
    if not is_known(revision):
        raise CannotBackUp(f"The database is of a newer release (schema {revision}). Back it up with that release.")
    there = table_names(connection)
    ours = there & set(Model.metadata.tables) if revision == newest_revision() else there
    return revision, ours - LEFT_OUT, tuple(sorted(there - ours))


def _count(connection: Connection, layout: Layout) -> int:
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in layout.tables)


def _copy_table(connection: Connection, table: Table, lines: IO[bytes], watcher: Watcher) -> TableCopy:
    digest, size, rows = hashlib.sha256(), 0, 0
    for text, count in _texts(connection, table):
        lines.write(text)
        digest.update(text)
        size, rows = size + len(text), rows + count
        watcher.goes_on(count)
    return TableCopy(table.name, rows, size, digest.hexdigest())


def _texts(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Lines with how many rows they are: few where rows are big, so that memory stays flat."""
    yield to_line(table.columns.keys()), 0
    options = {"stream_results": True, "max_row_buffer": 1}
    many = 1
    with connection.execute(_all_rows(table), execution_options=options) as result:
        while rows := result.fetchmany(many):
            text = b"".join(to_line(row) for row in rows)
            yield text, len(rows)
            many = min(many * 2, MOST_ROWS) if len(text) < MOST_BYTES // 2 else max(many // 2, 1)


def _all_rows(table: Table) -> Select[tuple[object, ...]]:
    columns = [null().label(each.name) if (table.name, each.name) in EMPTIED else each for each in table.columns]
    return select(*columns).order_by(*table.primary_key.columns)


def _heads(connection: Connection, layout: Layout) -> tuple[HeadCopy, ...]:
    tables = {table.name: table for table in layout.tables}
    organisations, heads = tables["organisations"], tables["log_heads"]
    query = (
        select(organisations.c.id, organisations.c.name, heads.c.sequence, heads.c.hash)
        .join(heads, heads.c.organisation_id == organisations.c.id)
        .order_by(organisations.c.id)
    )
    return tuple(HeadCopy(key, name, sequence, hash.hex()) for key, name, sequence, hash in connection.execute(query))


def _keys(connection: Connection, layout: Layout) -> tuple[str, ...]:
    found = [table for table in layout.tables if table.name == "signing_keys"]
    return tuple(sorted(key for table in found for key in connection.scalars(select(table.c.key_id))))
