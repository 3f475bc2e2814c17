"""The migrations make the tables that the models describe, on databases of their own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import inspect, select, text

from app.extensions import Model, db
from app.factory import create_app
from config import ROOT
from tests.conftest import settings_for
from tests.databases import Databases
from tests.models.rows import insert

MIGRATIONS = str(ROOT / "migrations")
KEPT = "alembic_version"

names = count(1)


@pytest.fixture
def empty_app(databases: Databases) -> Iterator[Callable[[], Flask]]:
    """Makes applications, each on an empty database."""
    made: list[Flask] = []

    def make() -> Flask:
        made.append(create_app(settings_for(databases.create(f"migrated{next(names)}"))))
        return made[-1]

    yield make
    for each in made:
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def migrated(empty_app: Callable[[], Flask]) -> Iterator[Flask]:
    app = empty_app()
    with app.app_context():
        upgrade(MIGRATIONS)
        yield app


def described() -> dict[str, Any]:
    """All that the database says of its own tables."""
    found = inspect(db.engine)
    return {
        table: {
            "columns": sorted(
                (str(each["name"]), repr(each["type"]), each["nullable"]) for each in found.get_columns(table)
            ),
            "key": found.get_pk_constraint(table),
            "foreign keys": sorted(map(repr, found.get_foreign_keys(table))),
            "unique": sorted(map(repr, found.get_unique_constraints(table))),
            "checks": sorted(map(repr, found.get_check_constraints(table))),
            "indexes": sorted(map(_index, found.get_indexes(table))),
        }
        for table in found.get_table_names()
        if table != KEPT
    }


def _index(index: Any) -> tuple[str, list[str], bool, list[str]]:
    conditions = [
        f"{name}={value}" for name, value in index.get("dialect_options", {}).items() if name.endswith("where")
    ]
    return str(index["name"]), index["column_names"], bool(index["unique"]), conditions


def fill_every_table() -> None:
    for table in Model.metadata.sorted_tables:
        insert(table.name)
    db.session.commit()


def test_the_migrations_make_what_the_models_describe(migrated: Flask, empty_app: Callable[[], Flask]) -> None:
    by_migrations = described()
    with empty_app().app_context():
        Model.metadata.create_all(db.engine)
        assert by_migrations == described()


def test_alembic_finds_nothing_to_migrate(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Model.metadata) == []


def test_every_constraint_and_index_has_a_name(migrated: Flask) -> None:
    """Without one, a later migration could not change it."""
    found = inspect(db.engine)
    for table in Model.metadata.tables:
        named = [
            found.get_pk_constraint(table),
            *found.get_foreign_keys(table),
            *found.get_unique_constraints(table),
            *found.get_check_constraints(table),
            *found.get_indexes(table),
        ]
        assert [each["name"][:3] for each in named if each["name"][:3] not in {"pk_", "fk_", "uq_", "ck_", "ix_"}] == []


def test_down_and_up_again_with_data_in_every_table(migrated: Flask) -> None:
    before = described()
    fill_every_table()
    downgrade(MIGRATIONS, revision="base")
    assert inspect(db.engine).get_table_names() == [KEPT]
    upgrade(MIGRATIONS)
    assert described() == before
    fill_every_table()


def test_up_to_date_is_left_alone_with_its_data(migrated: Flask) -> None:
    fill_every_table()
    upgrade(MIGRATIONS)
    for table in Model.metadata.sorted_tables:
        assert db.session.execute(select(table)).first() is not None, table.name


def test_foreign_keys_hold_again_after_a_migration(migrated: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_app: Callable[[], Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a migration would keep both the old and the new release from starting."""
    app = empty_app()
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "alembic.ini", "script.py.mako"):
        (folder / name).write_text((ROOT / "migrations" / name).read_text())
    (folder / "versions" / "1_half.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '1', None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer()))\n    raise ZeroDivisionError\n"
    )
    Migrate(app, db, directory=str(folder))
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            upgrade(str(folder))
        assert "half" not in inspect(db.engine).get_table_names()


def test_the_migrations_are_numbered_and_have_no_fork() -> None:
    revisions = [each.revision for each in ScriptDirectory(MIGRATIONS).walk_revisions()]
    assert sorted(revisions) == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1
