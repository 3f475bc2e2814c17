"""`flask backup`: everything into one file."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.backup.checking import Unusable
from app.backup.writing import CannotBackUp, Written, write_backup
from app.cli.steps import Steps
from app.extensions import db
from app.web import clock
from app.web.settings import settings


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy everything into FILE while people go on working. FILE appears when it is whole and was read again."""
    try:
        _warn_who_waits()
        with Steps() as steps:
            written = write_backup(file, clock.now(), steps)
    except (CannotBackUp, Unusable) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{file} is not written: {error.strerror or error}.") from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"{file} is not written, because the database failed: {first_line(error)}"
        ) from error
    _tell(file, written)


def first_line(error: SQLAlchemyError) -> str:
    """What the database says, without the rows that it may quote below."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _warn_who_waits() -> None:
    if db.engine.dialect.name == "sqlite" and db.session.scalar(text("PRAGMA journal_mode")) != "wal":
        click.echo(
            "This SQLite is too old for a write-ahead log: while the database is read, nobody can save, and whoever "
            "tries is asked to try again. Back up at night."
        )
    db.session.rollback()


def _tell(file: Path, written: Written) -> None:
    manifest, folders = written.manifest, settings()
    click.echo(f"Wrote {file.resolve()} and read it again: it is whole.")
    click.echo(f"  {size(written.size)}, {manifest.rows:,} rows of {len(manifest.tables)} tables")
    for head in manifest.heads:
        click.echo(f"  {head.organisation}: {head.sequence:,} log entries, the last with the hash {head.hash}")
    for name in written.not_ours:
        click.echo(f"  Not in it: the table {name}, which is not Waymark's.")
    click.echo("Not in it, so keep copies of these folders, each in another place than this file:")
    click.echo(f"  {folders.keys_folder}  the private key that signs certificates")
    click.echo(f"  {folders.records_folder}  published heads and the list of erasures")
    click.echo("Whoever has this file can read everything in it. Sign-ins are left out.")


def size(count: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}" if unit != "bytes" else f"{count} bytes"
        count /= 1000  # type: ignore[assignment]
    return f"{count:.3g} GB"
