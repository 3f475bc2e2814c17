"""`flask log`: verifying and exporting training logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
from click._termui_impl import ProgressBar
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.choosing import choose_organisation
from app.documents.csv_file import csv_stream
from app.documents.xlsx_file import DoesNotFit, write_xlsx
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import LogHead, Organisation
from app.training_log import records
from app.training_log.columns import HEADER
from app.training_log.records import LogFilter, Row
from app.web import clock
from app.web.scope import Scope

log = AppGroup("log", help="Verify and export training logs.")


@log.command("verify")
def verify() -> None:
    """Walk every organisation's log and name the first entry that does not fit."""
    broken = False
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)).all():
        identity, name = organisation.id, organisation.name
        head = db.session.get(LogHead, identity)
        length = head.sequence if head else 0
        with click.progressbar(length=length, label=name) as bar:
            verdict = verify_log(identity, bar.update)
        if verdict.broken_at is None:
            click.echo(f"{name}: {verdict.entries} entries, all as they were written")
        else:
            broken = True
            click.echo(f"{name}: entry {verdict.broken_at} does not fit; {verdict.entries} before it do", err=True)
    if broken:
        raise SystemExit(1)


@log.command("export")
@click.option("--as", "form", type=click.Choice(["csv", "xlsx"]), required=True)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--organisation", "name", help="Its name, where there is more than one.")
@click.option("--on", "until", type=click.DateTime(["%Y-%m-%d"]), help="Only what was completed by this day.")
def export(form: str, target: Path, name: str | None, until: datetime | None) -> None:
    """Write the whole log to a file. The file appears when it is complete."""
    organisation = choose_organisation(name)
    scope = Scope(organisation.id, clock.today(organisation.time_zone))
    wanted = LogFilter(until=until.date() if until else None)
    try:
        with (
            click.progressbar(length=records.count(scope, wanted), label="Exporting") as bar,
            _appearing_complete(target) as file,
        ):
            rows = _counted(records.stream(scope, wanted, dates_as_text=form == "csv"), bar)
            if form == "csv":
                file.writelines(csv_stream(HEADER, rows))
            else:
                write_xlsx(file, HEADER, rows, "Training log")
    except (OSError, DoesNotFit) as error:
        raise click.ClickException(f"{target} is not written: {error}") from error
    click.echo(f"Wrote {target}")


@contextmanager
def _appearing_complete(target: Path) -> Iterator[BinaryIO]:
    """A file beside `target` that takes its place at the end; after an error, nothing is left of it."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _counted(rows: Iterator[Row], bar: "ProgressBar[int]") -> Iterator[Row]:
    for row in rows:
        bar.update(1)
        yield row
