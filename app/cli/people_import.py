"""`flask people import`: a list of staff of any size."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError, OperationalError

from app.assignments.refreshing import waiting
from app.assignments.working_out import work_out_on_all_cores
from app.cli.backup import first_line
from app.cli.choosing import choose_organisation, choose_person
from app.cli.steps import Steps
from app.database import writing
from app.documents.csv_file import csv_stream
from app.documents.whole_file import appearing_complete
from app.extensions import db
from app.models import Organisation, Person
from app.rules.people import Employment, alike
from app.rules.staff_lists.change import Kind
from app.rules.staff_lists.columns import Field, find_wrong, guess, headings_at, plain
from app.staff_import import records
from app.staff_import.applying import HasProblems, LooksDifferent, ManyLeave, note_list, take_over
from app.staff_import.changing import Overtaken
from app.staff_import.checking import Checked, check_list
from app.staff_import.choices import Choices, Remembered
from app.staff_import.files import UnusableList, open_list
from app.staff_import.words import (
    GROUPS,
    HEADER,
    Telling,
    change_rows,
    column_words,
    plan_words,
    problem_words,
    unusable_words,
)
from app.web import clock

MOST_TOLD = 1_000
MOST_SHOWN = 5


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "email", required=True, help="The training lead who answers for it.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--organisation", "name", help="Its name, where there is more than one.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column is what.")
@click.option("--kind", "kinds", multiple=True, metavar="WORD=KIND", help="What their word for an employment means.")
@click.option("--team", "teams", multiple=True, metavar="NAME=TEAM", help="Which team it is; =new for a new one.")
@click.option("--whole-list", "is_whole", is_flag=True, help="Who is not in it leaves.")
@click.option("--leavers", type=int, help="How many people leave, where they are many.")
@click.option("--take-list", "takes_list", is_flag=True, help="Also where something was changed here since.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write all changes to a CSV file."
)
@with_appcontext
def import_people(
    source: Path,
    email: str,
    dry_run: bool,
    name: str | None,
    columns: tuple[str, ...],
    kinds: tuple[str, ...],
    teams: tuple[str, ...],
    is_whole: bool,
    leavers: int | None,
    takes_list: bool,
    target: Path | None,
) -> None:
    """Bring people up to date with a list from an HR system: all of it, or nothing where something is wrong.

    The columns are found by their headings, as they were last chosen, or as --column says. The same list twice changes
    nothing.
    """
    lead, organisation = _lead(email, name)
    organisation_id, lead_id, today = organisation.id, lead.id, clock.today(organisation.time_zone)
    places, remembered = _places(source, organisation_id, _pairs(columns))
    choices = Choices(places, _kinds(kinds), _teams(teams), is_whole, takes_list)
    checked = _check(source, organisation_id, lead_id, today, choices)
    _tell(checked)
    if target is not None:
        _write(checked, target)
    if not checked.plan.is_possible:
        raise click.ClickException("Nothing was changed.")
    if dry_run or not checked.does_something:
        click.echo("Nothing was changed.")
        return
    leavers = _ask(checked, leavers)
    _apply(source, organisation_id, lead_id, today, choices, remembered, checked.seal, leavers)


def _lead(email: str, name: str | None) -> tuple[Person, Organisation]:
    """Who answers for it, and whose people they are."""
    lead = choose_person(email)
    organisation = db.session.get_one(Organisation, lead.organisation_id)
    if name is not None and choose_organisation(name).id != organisation.id:
        raise click.ClickException(f"{lead.name} belongs to {organisation.name}.")
    if not (lead.is_lead and lead.is_active):
        raise click.ClickException(f"{lead.name} is not a training lead.")
    return lead, organisation


def _pairs(written: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in written]
    for left, sign, right in pairs:
        if not (left.strip() and sign and right.strip()):
            raise click.ClickException(f"“{left}” must be followed by = and what it is.")
    return {left.strip(): right.strip() for left, _sign, right in pairs}


def _kinds(written: tuple[str, ...]) -> dict[str, Employment]:
    try:
        return {alike(word): Employment(kind) for word, kind in _pairs(written).items()}
    except ValueError as error:
        raise click.ClickException(f"{error}. Kinds of employment: {', '.join(Employment)}.") from None


def _teams(written: tuple[str, ...]) -> dict[str, str]:
    return {alike(each): alike(each if team == "new" else team) for each, team in _pairs(written).items()}


def _places(source: Path, organisation_id: int, chosen: dict[str, str]) -> tuple[dict[Field, int], Remembered]:
    """Where each field stands, and what is to be remembered of that."""
    before = records.remembered(organisation_id)
    try:
        with source.open("rb") as file:
            header = open_list(file).header
    except UnusableList as error:
        raise click.ClickException(f"{source}: {unusable_words(error)}") from None
    places = guess(header, before.headings) | {_field(name): _place(header, text) for name, text in chosen.items()}
    if wrong := find_wrong(places):
        told = "; ".join(f"{field}: {words}" for field, words in column_words(wrong))
        raise click.ClickException(f"{told}. The file has: {', '.join(header)}")
    return places, Remembered(headings_at(header, places), before.kinds)


def _field(name: str) -> Field:
    if name not in set(Field):
        raise click.ClickException(f"There is no field {name}. There are: {', '.join(Field)}")
    return Field(name)


def _place(header: Sequence[str], heading: str) -> int:
    names = [plain(each) for each in header]
    if plain(heading) not in names:
        raise click.ClickException(f"No column is called {heading}.")
    return names.index(plain(heading))


def _check(source: Path, organisation_id: int, lead_id: int, today: date, choices: Choices) -> Checked:
    with source.open("rb") as file, Steps() as steps:
        return check_list(file, organisation_id, lead_id, today, choices, steps)


def _tell(checked: Checked) -> None:
    plan = checked.plan
    for problem in plan.problems[:MOST_TOLD]:
        column = f" {problem.field}" if problem.field else ""
        says = f" “{problem.text}”" if problem.text else ""
        click.echo(f"row {problem.row}{column}{says}: {problem_words(problem)}", err=True)
    if len(plan.problems) > MOST_TOLD:
        click.echo(f"… and {len(plan.problems) - MOST_TOLD} problems more", err=True)
    _tell_changes(checked)
    for each in checked.teams.questions:
        if not each.is_open and each.chosen is None:
            click.echo(f"New team: {each.written}")
    for each_day in checked.reader.unclear:
        click.echo(f"row {each_day.row}: “{each_day.text}” is read as {each_day.day}, the day first")
    if checked.ignored:
        click.echo(f"Left out: {', '.join(checked.ignored)}")
    click.echo(f"{', '.join(plan_words(plan))}.")


def _tell_changes(checked: Checked) -> None:
    telling = Telling(checked.teams, checked.names())
    for kind in Kind:
        those = [each for each in checked.plan.changes if each.kind is kind]
        if those:
            click.echo(f"{GROUPS[kind]}: {len(those)}")
        for each in those[:MOST_SHOWN]:
            row = f"row {each.row}: " if each.row else ""
            click.echo(f"  {row}{each.name}: {telling.change(each)}")


def _write(checked: Checked, target: Path) -> None:
    with appearing_complete(target) as file:
        for chunk in csv_stream(HEADER, change_rows(checked.plan, Telling(checked.teams, checked.names()))):
            file.write(chunk)
    click.echo(f"Wrote {target}.")


def _ask(checked: Checked, leavers: int | None) -> int | None:
    """The second question, where many leave."""
    leaving = checked.plan.leaving
    if not leaving.is_many or leavers == leaving.leave:
        return leavers
    closing = "their accounts would be closed today, or after their last day"
    click.echo(f"{leaving.leave} of {leaving.of} people would leave: {closing}.")
    if leavers is not None or not click.confirm("Is that right?"):
        raise click.ClickException(f"Nothing was changed. If it is right, say --leavers {leaving.leave}.")
    return leaving.leave


def _apply(
    source: Path,
    organisation_id: int,
    lead_id: int,
    today: date,
    choices: Choices,
    remembered: Remembered,
    seal: str,
    leavers: int | None,
) -> None:
    try:
        with source.open("rb") as file, Steps() as steps, writing():
            records.remember(organisation_id, remembered)
            done = take_over(file, organisation_id, lead_id, today, choices, seal=seal, leavers=leavers, progress=steps)
            sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
            note_list(organisation_id, lead_id, source.name, sha256, done.plan.written, clock.now(), today)
    except (HasProblems, LooksDifferent, ManyLeave, Overtaken, IntegrityError):
        raise click.ClickException("Something changed meanwhile. Nothing was changed here; run it again.") from None
    except OperationalError as error:
        words = f"The database failed: {first_line(error)}. Nothing was changed; run it again."
        raise click.ClickException(words) from error
    click.echo(f"{done.plan.written} people changed.")
    with click.progressbar(length=waiting(organisation_id, today), label="Working out due dates") as bar:
        work_out_on_all_cores(organisation_id, today, progress=bar.update)
