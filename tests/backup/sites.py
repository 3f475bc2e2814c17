"""Servers' databases with their folders: one that is backed up, others that are restored into."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, inspect, select

from app.backup.layout import VERSION_TABLE, lay_out, table_names
from app.documents.keys import KeyFolder, SigningKey
from app.extensions import db
from app.factory import create_app
from config import ROOT
from tests.conftest import settings_for
from tests.databases import Databases

numbers = count(1)

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Site:
    app: Flask
    url: str
    folder: Path

    @property
    def records(self) -> Path:
        return self.folder / "records"

    @property
    def key(self) -> SigningKey:
        return KeyFolder(self.folder / "keys").make_first()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """In the application's context; afterwards nothing is connected to the database."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def flask(self, *words: object, answer: str = "") -> Result:
        """Runs `flask …` with these words; `answer` is typed where something is asked."""
        with self.inside():
            result = self.app.test_cli_runner().invoke(args=[str(word) for word in words], input=answer)
        assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
        return result

    def rows(self) -> Rows:
        """All there is, by table, in the order of the keys."""
        with self.inside(), db.engine.connect() as connection:
            return dict(_rows(connection))

    def is_empty(self) -> bool:
        with self.inside():
            return not inspect(db.engine).get_table_names() or not any(self.rows().values())


def new_site(databases: Databases, folder: Path, revision: str | None = None, migrated: str | None = None) -> Site:
    """An empty database, with tables where a revision is given; the newest are those of `migrated`, if there is one."""
    number = next(numbers)
    url = databases.create(f"site{number}")
    own = folder / f"site{number}"
    settings = settings_for(url, keys_folder=own / "keys", records_folder=own / "records")
    site = Site(create_app(settings), url, own)
    if revision == "head" and migrated:
        databases.copy(migrated, url)
    elif revision:
        with site.inside():
            upgrade(str(ROOT / "migrations"), revision=revision)
    return site


def _rows(connection: Connection) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    for table in lay_out(connection, table_names(connection) - {VERSION_TABLE}).tables:
        found = [tuple(row) for row in connection.execute(select(table))]
        yield table.name, sorted(found, key=repr)
