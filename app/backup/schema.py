"""Which revision the tables are at, and bringing them to another inside a transaction."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection


def newest_revision() -> str:
    """That this release brings its database to."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Whether this release knows it; it knows no revision of a later one."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def revision_of(connection: Connection) -> str | None:
    """None where no migration has ever run."""
    return MigrationContext.configure(connection).get_current_revision()


def rebuild(connection: Connection, revision: str) -> None:
    """Tables of this revision in place of what there is; for a database without a row."""
    at = revision_of(connection)
    if at is not None and at != revision:
        command.downgrade(_config(connection), "base")
    command.upgrade(_config(connection), revision)


def bring_up_to_date(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _config(connection: Connection | None = None) -> Config:
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
