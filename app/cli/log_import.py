"""`flask log import`: old records out of a file of any size."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.cli.backup import first_line
from app.cli.choosing import choose_organisation, choose_person
from app.database import writing
from app.extensions import db
from app.imports.checking import UnusableFile
from app.imports.planning import MOST_TOLD, HasProblems, Plan, import_file, plan_import
from app.imports.words import passed_words, plan_words, problem_words, unusable_words
from app.ledger.writing import SubjectErased
from app.models import Organisation, Person
from app.web import clock

MOST_PASSED = 20


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "email", required=True, help="The training lead who answers for it.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--organisation", "name", help="Its name, where there is more than one.")
@with_appcontext
def import_command(source: Path, email: str, dry_run: bool, name: str | None) -> None:
    """Add the old records of a CSV file to the log: all of them, or nothing where one has a problem.

    What the log has already is passed over, so the same file twice changes nothing.
    """
    lead, organisation = _lead(email, name)
    organisation_id, by, today = organisation.id, lead.id, clock.today(organisation.time_zone)
    plan = _plan(source, organisation_id, today)
    _tell(plan)
    if not plan.is_possible:
        click.echo("Nothing was added.", err=True)
        raise SystemExit(1)
    if dry_run or not plan.to_add:
        click.echo("Nothing was added.")
        return
    try:
        with _opened(source, "Adding") as (file, progress), writing():
            added = import_file(file, organisation_id, by, today, clock.now(), progress)
    except (HasProblems, SubjectErased):
        raise click.ClickException("Something changed meanwhile. Nothing was added; run it again.") from None
    except OperationalError as error:
        words = f"The database failed: {first_line(error)}. Nothing was added; run it again."
        raise click.ClickException(words) from error
    click.echo(f"Added {added} records.")


def _lead(email: str, name: str | None) -> tuple[Person, Organisation]:
    """Who answers for the import, and whose log it goes into."""
    lead = choose_person(email)
    organisation = db.session.get_one(Organisation, lead.organisation_id)
    if name is not None and choose_organisation(name).id != organisation.id:
        raise click.ClickException(f"{lead.name} belongs to {organisation.name}.")
    if not (lead.is_lead and lead.is_active):
        raise click.ClickException(f"{lead.name} is not a training lead.")
    return lead, organisation


def _plan(source: Path, organisation_id: int, today: date) -> Plan:
    try:
        with _opened(source, "Checking") as (file, progress):
            return plan_import(file, organisation_id, today, progress)
    except UnusableFile as error:
        raise click.ClickException(f"{source}: {unusable_words(error)}") from None


@contextmanager
def _opened(source: Path, label: str) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """The file, and what to call now and then to move the progress bar to where it has been read to."""
    with source.open("rb") as file, click.progressbar(length=source.stat().st_size, label=label) as bar:
        yield file, lambda: bar.update(os.lseek(file.fileno(), 0, os.SEEK_CUR) - bar.pos)
        bar.update(bar.length - bar.pos if bar.length else 0)


def _tell(plan: Plan) -> None:
    for problem in plan.problems:
        column = f" {problem.field}" if problem.field else ""
        says = f" “{problem.text}”" if problem.text else ""
        click.echo(f"row {problem.row}{column}{says}: {problem_words(problem)}", err=True)
    if plan.wrong > MOST_TOLD:
        click.echo(f"… and {plan.wrong - MOST_TOLD} problems more", err=True)
    for passed in plan.passed[:MOST_PASSED]:
        click.echo(f"row {passed.row}: {passed_words(passed)}")
    if len(plan.passed) > MOST_PASSED:
        click.echo(f"… and {sum(plan.counts.values()) - MOST_PASSED} more")
    for each in plan.days:
        click.echo(f"“{each.text}” is read as {each.day:%Y-%m-%d}")
    if plan.ignored:
        click.echo(f"Left out: {', '.join(plan.ignored)}")
    click.echo(f"{', '.join(plan_words(plan))}.")
