"""A real application on a real database, which `--database` chooses. Each test with `app` starts with empty tables."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import delete, update

from app.authoring.records import publish
from app.content.edition import Edition, build
from app.content.sources import read_sources
from app.database import writing
from app.extensions import Model, db
from app.factory import create_app
from app.models import Module
from config import ROOT, Settings
from tests.client import StrictClient
from tests.databases import Databases, PostgresDatabases, SqliteDatabases

SOURCES = Path(__file__).parent / "sources"
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what to test on")


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
    }
    return Settings(**(values | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated_app(databases: Databases) -> Iterator[Flask]:
    """The application on a database that the migrations made."""
    made = create_app(settings_for(databases.create("suite")))
    made.testing = True
    with made.app_context():
        upgrade(str(ROOT / "migrations"))
        db.session.remove()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application with empty tables, inside an application context of the test's own."""
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
    for name in [
        name for name in migrated_app.extensions if name.startswith("waymark.") and name != "waymark.settings"
    ]:
        del migrated_app.extensions[name]
    with migrated_app.app_context(), writing():
        db.session.execute(update(Module).values(current_edition_id=None))
        for table in reversed(Model.metadata.sorted_tables):
            db.session.execute(delete(table))


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
