"""`flask log`: verifying and exporting training logs."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import click
from click._termui_impl import ProgressBar
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.choosing import choose_organisation
from app.cli.heads import head, heads_beside, proof
from app.cli.log_import import import_command
from app.documents.whole_file import appearing_complete
from app.documents.xlsx_file import DoesNotFit, write_xlsx
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import LogHead, Organisation
from app.training_log import records
from app.training_log.columns import HEADER
from app.training_log.files import as_csv, as_json_lines, as_xapi
from app.training_log.views import LogFilter, LogView
from app.web import clock
from app.web.scope import Scope

Taken = TypeVar("Taken")

log = AppGroup("log", help="Verify and export training logs.")


@log.command("verify")
def verify() -> None:
    """Walk every organisation's log and name the first entry that does not fit."""
    broken = False
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)).all():
        broken = not _is_whole(organisation) or broken
    if broken:
        raise SystemExit(1)


def _is_whole(organisation: Organisation) -> bool:
    identity, name = organisation.id, organisation.name
    log_head = db.session.get(LogHead, identity)
    with click.progressbar(length=log_head.sequence if log_head else 0, label=name) as bar:
        verdict = verify_log(identity, bar.update)
    if verdict.broken_at is not None:
        click.echo(f"{name}: entry {verdict.broken_at} does not fit; {verdict.entries} before it do", err=True)
        return False
    heads, problem = heads_beside(identity)
    if problem:
        click.echo(f"{name}: {problem}", err=True)
        return False
    click.echo(f"{name}: {verdict.entries} entries, all as they were written; {heads}")
    return True


@log.command("export")
@click.option("--as", "form", type=click.Choice(["csv", "xlsx", "jsonl", "xapi"]), required=True)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--organisation", "name", help="Its name, where there is more than one.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="What the log said at the end of this day.")
def export(form: str, target: Path, name: str | None, on: datetime | None) -> None:
    """Write the whole log to a file. The file appears when it is complete."""
    view = _view(name, on)
    try:
        with (
            click.progressbar(length=records.count(view), label="Exporting") as bar,
            appearing_complete(target) as file,
        ):
            _write(file, form, view, bar)
    except (OSError, DoesNotFit) as error:
        raise click.ClickException(f"{target} is not written: {error}") from error
    click.echo(f"Wrote {target}")


def _view(name: str | None, on: datetime | None) -> LogView:
    organisation = choose_organisation(name)
    today = clock.today(organisation.time_zone)
    as_at = on.date() if on else None
    if as_at and as_at > today:
        raise click.BadParameter(f"{as_at} is in the future.", param_hint="--on")
    return LogView(Scope(organisation.id, today), LogFilter(as_at=as_at), organisation.time_zone)


def _write(file: BinaryIO, form: str, view: LogView, bar: "ProgressBar[int]") -> None:
    match form:
        case "csv":
            file.writelines(as_csv(_counted(records.stream(view, dates_as_text=True), bar)))
        case "jsonl":
            file.writelines(as_json_lines(_counted(records.stream(view, dates_as_text=True), bar)))
        case "xapi":
            file.writelines(as_xapi(_counted(records.stream_recorded(view), bar), view))
        case _:
            write_xlsx(file, HEADER, _counted(records.stream(view, dates_as_text=False), bar), "Training log")


def _counted(rows: Iterator[Taken], bar: "ProgressBar[int]") -> Iterator[Taken]:
    for row in rows:
        bar.update(1)
        yield row


log.add_command(import_command)
log.add_command(head)
log.add_command(proof)
