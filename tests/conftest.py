"""A real application on a real database, which `--database` chooses. Each test with `app` starts with empty tables."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from app.authoring.records import publish
from app.content.edition import Edition, build
from app.content.sources import read_sources
from app.database import writing
from app.documents.keys import KeyFolder
from app.extensions import db
from app.factory import create_app
from app.models import Organisation, SigningKeyRecord
from app.web.signing import signing_key
from config import ROOT, Settings
from tests.cast import Cast, Ids, cast_of, ids_of, make_cast
from tests.client import StrictClient
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.kept import Kept
from tests.tables import empty_tables

SOURCES = Path(__file__).parent / "sources"
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
FOLDER = "WAYMARK_TEST_FOLDER"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def pytest_configure() -> None:
    """One folder for all that a run keeps outside databases, its one signing key too; servers of tests inherit it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="waymark-run-"))
        os.environ |= {FOLDER: str(folder), "KEYS_FOLDER": f"{folder}/keys", "RECORDS_FOLDER": f"{folder}/records"}


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what depends on `--database`: the rest is the same on every database, and need not run on each."""
    for item in items:
        if "databases" in getattr(item, "fixturenames", ()):
            item.add_marker("database")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where databases are made, of the kind that this run tests on: in memory where two gigabytes are free."""
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    kind = PostgresDatabases if request.config.getoption("--database") == "postgresql" else SqliteDatabases
    with (
        tempfile.TemporaryDirectory(
            prefix="waymark-", dir=MEMORY if in_memory else None, ignore_cleanup_errors=True
        ) as folder,
        kind(Path(folder), worker) as made,
    ):
        yield made


def settings_for(url: str, **more: object) -> Settings:
    values = {
        "secret_key": "a secret that only tests know, and long enough",
        "database_url": url,
        "public_url": "http://localhost",
        "keys_folder": Path(os.environ["KEYS_FOLDER"]),
        "records_folder": Path(os.environ["RECORDS_FOLDER"]),
    }
    return Settings(**(values | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """A database that the migrations made, to be copied; nobody is connected to it."""
    made = create_app(settings_for(databases.create("migrated")))
    with made.app_context():
        upgrade(str(ROOT / "migrations"))
        db.session.remove()
        db.engine.dispose()
    return str(made.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture(scope="session")
def migrated_app(databases: Databases, migrated: str) -> Iterator[Flask]:
    """The application on a database that the migrations made. It has read its key, which takes a third of a second."""
    made = create_app(settings_for(databases.create("suite")))
    made.testing = True
    databases.copy(migrated, made.config["SQLALCHEMY_DATABASE_URI"])
    with made.app_context():
        with writing():
            register_key()
        signing_key()
        db.session.remove()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application with empty tables, inside an application context of the test's own."""
    made_with = set(migrated_app.extensions)
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
    for name in set(migrated_app.extensions) - made_with:
        del migrated_app.extensions[name]
    with migrated_app.app_context(), writing():
        empty_tables()
        register_key()


def register_key() -> None:
    """The run's one key, which signs in every test that does not say otherwise."""
    key_id, certificate = the_key(Path(os.environ["KEYS_FOLDER"]))
    db.session.add(SigningKeyRecord(key_id=key_id, certificate=certificate, made_at=NOW))


@cache
def the_key(folder: Path) -> tuple[str, str]:
    """Its id and its certificate."""
    key = KeyFolder(folder).make_first()
    return key.id, key.certificate_pem


@pytest.fixture
def now() -> Iterator[datetime]:
    """A Monday morning in November 2026, which it stays."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def client(app: Flask) -> StrictClient:
    return StrictClient(app)


@pytest.fixture(scope="session")
def short_edition() -> Edition:
    """A module of three lessons and a quiz of four questions on a paper (tests/sources)."""
    return build(read_sources(SOURCES / "modules", SOURCES / "quizzes", "short"))


@pytest.fixture
def published(app: Flask, short_edition: Edition) -> Edition:
    """The short module, published."""
    with writing():
        publish(short_edition, NOW)
    return short_edition


@pytest.fixture(scope="session")
def kept() -> Kept:
    """What this run has made already."""
    return Kept()


@pytest.fixture
def cast(app: Flask, short_edition: Edition, kept: Kept) -> Cast:
    """People of every role, with the short module published. Ask for them before other rows are made."""
    assert db.session.scalar(select(Organisation.id)) is None, "the cast comes first: other rows would go"

    def make() -> Ids:
        with writing():
            publish(short_edition, NOW)
        return ids_of(make_cast())

    return cast_of(kept.or_make("cast", make))
