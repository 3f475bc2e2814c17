"""How Alembic reaches the application's database; `flask db …` runs it."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

EXTENSION = current_app.extensions["migrate"]


def migrate() -> None:
    """Run the migrations in one transaction. SQLite rebuilds tables, so its foreign keys rest until the end."""
    with EXTENSION.db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        migrate_on(connection)
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


def migrate_on(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=EXTENSION.db.metadata, **EXTENSION.configure_args)
    with context.begin_transaction():
        context.run_migrations()


if "connection" in context.config.attributes:  # of a restore, in its own transaction
    migrate_on(context.config.attributes["connection"])
else:
    migrate()
