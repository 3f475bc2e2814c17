"""`flask programme`: who must do what, checked, previewed, applied and shown."""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import inspect

from app.assignments.applying import AnotherInForce, apply_programme
from app.assignments.checking import Checked, check_programme
from app.assignments.in_force import begins_on, in_force
from app.assignments.looking_back import LookedBack, look_back, to_look_back_at
from app.assignments.previewing import Preview, begin_preview, go_on
from app.assignments.refreshing import today_in, waiting
from app.assignments.words.previews import headline, moved_words
from app.assignments.words.sentences import notes, sentence
from app.assignments.words.titles import course_titles
from app.assignments.working_out import work_out_on_all_cores
from app.cli.choosing import choose_organisation, choose_organisations, choose_person
from app.content.problems import SourceProblems
from app.content.programmes.files import read_file
from app.content.sources import slugs
from app.database import writing
from app.extensions import db
from app.models import Organisation
from app.programme.records import source_of
from app.rules.programmes.requirements import Programme
from app.staffing.organisations import organisations
from app.web import clock
from app.web.settings import settings

programme = AppGroup("programme", help="Say who must do what, by when, and how often.")

file_argument = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
organisation_option = click.option("--organisation", "name", help="Its name, where there is more than one.")
partnership_option = click.option(
    "--partnership", "partnership", help="Every organisation of this partnership: all of them, or none."
)


@programme.command("check")
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@organisation_option
def check(paths: tuple[Path, ...], name: str | None) -> None:
    """Tell every problem as path:line: message. Without an organisation, its teams and roles are not looked for."""
    organisation_id = _organisation_to_check(name)
    wrong = sum(_tell(check_file(path, organisation_id)) for path in paths)
    if wrong:
        click.echo(f"{wrong} to mend. Nothing is changed for anybody.", err=True)
        raise SystemExit(1)
    if organisation_id is None:
        click.echo("Teams and roles were not looked for: say whose with --organisation.", err=True)
    click.echo(f"{len(paths)} {'programme is' if len(paths) == 1 else 'programmes are'} right.", err=True)


@programme.command("preview")
@file_argument
@organisation_option
@partnership_option
def preview(path: Path, name: str | None, partnership: str | None) -> None:
    """Say what a programme would change, and change nothing."""
    for each in choose_organisations(name, partnership):
        found = _preview(each, _right_or_nothing(path, [each]))
        click.echo(f"Apply it with: flask programme apply {path} --instead-of {found.instead_of}", err=True)


@programme.command("apply")
@file_argument
@organisation_option
@partnership_option
@click.option("--by", "email", help="The training lead who answers for it.")
@click.option("--instead-of", type=click.IntRange(0), help="Refuse where another version than this is in force.")
def apply(path: Path, name: str | None, partnership: str | None, email: str | None, instead_of: int | None) -> None:
    """Put a programme in force, all of it or nothing, and work out what it asks of everybody.

    Killed in the middle, it is in force or it is not; the same command again does what is left.
    """
    chosen = choose_organisations(name, partnership)
    lead_id = choose_person(email).id if email else None
    _right_or_nothing(path, chosen)
    source, now = read_file(path, str(path)), clock.now()
    ids = {each.id: each.name for each in chosen}
    try:
        with writing():
            versions = {each: apply_programme(each, source, now, lead_id, instead_of) for each in sorted(ids)}
    except AnotherInForce as another:
        words = f"Version {another.version} is in force, and not {instead_of}. Nothing was applied; preview it again."
        raise click.ClickException(words) from None
    for organisation_id, version in versions.items():
        click.echo(f"{ids[organisation_id]}: version {version} is in force.")
    _refresh(ids)


@programme.command("refresh")
@organisation_option
def refresh(name: str | None) -> None:
    """Work out what is asked of everybody who waits for it, in every organisation unless one is named."""
    chosen = organisations() if name is None else [choose_organisation(name)]
    _refresh({each.id: each.name for each in chosen})


@programme.command("look-back")
@organisation_option
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day to work out.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say how much there is to add, and add nothing.")
def look_back_since(name: str | None, since: datetime, is_dry: bool) -> None:
    """Work out from the records what was asked before it was first worked out, so that coverage shows those days.

    What is kept of days already is never changed. Killed in the middle, the same command again does what is left.
    """
    organisation = choose_organisation(name)
    organisation_id, called, first = organisation.id, organisation.name, since.date()
    begins = begins_on(organisation_id)
    if begins is None:
        raise click.ClickException(f"{called} has no programme yet.")
    if first >= begins:
        raise click.ClickException(f"Coverage of {called} is kept since {begins}. Ask for an earlier day.")
    if not is_dry:
        _refresh({organisation_id: called})
    found = _look_back(organisation_id, called, first, is_dry)
    rows = f"{found.rows} rows {'to add. Nothing is changed' if is_dry else 'added'}"
    click.echo(f"{called}: {found.found} people worked out from {first} on, {rows}.")


@programme.command("show")
@organisation_option
@click.option("--yaml", "as_yaml", is_flag=True, help="As its source, for a file.")
def show(name: str | None, as_yaml: bool) -> None:
    """Say in sentences who must do what in an organisation."""
    organisation = choose_organisation(name)
    now = in_force(organisation.id)
    if not now.version:
        raise click.ClickException(f"{organisation.name} has no programme yet.")
    if as_yaml:
        click.echo(source_of(organisation.id, now.version), nl=False)
        return
    titles = course_titles(organisation.id, now.programme)
    click.echo(f"{organisation.name}: {now.programme.name}, version {now.version}")
    for each in now.programme.requirements:
        click.echo(f"\n{each.title}\n  {sentence(each, titles)}")
        for note in notes(each, now.programme, titles):
            click.echo(f"  {note}")
        if each.assumed:
            click.echo(f"  Assumed: {each.assumed}")


def check_file(path: Path, organisation_id: int | None = None) -> Checked:
    """What is wrong with a file; without an organisation, its courses are looked for among the modules here."""
    try:
        source = read_file(path, str(path))
    except SourceProblems as found:
        return Checked(None, found.problems)
    modules = frozenset(slugs(settings().modules_folder, settings().quizzes_folder))
    return check_programme(source, str(path), organisation_id, modules)


def _organisation_to_check(name: str | None) -> int | None:
    """The one that is named, or the only one there is; a programme can be checked without a database."""
    if name is not None:
        return choose_organisation(name).id
    known = organisations() if inspect(db.engine).has_table("programmes") else []
    return known[0].id if len(known) == 1 else None


def _tell(checked: Checked) -> int:
    """How many problems there are."""
    for each in checked.problems:
        click.echo(str(each))
    for each in checked.warnings:
        click.echo(f"{each} (a warning)")
    return len(checked.problems)


def _right_or_nothing(path: Path, chosen: list[Organisation]) -> Programme:
    found = None
    for each in chosen:
        found = check_file(path, each.id)
        if _tell(found):
            whose = f" for {each.name}" if len(chosen) > 1 else ""
            raise click.ClickException(f"{len(found.problems)} to mend{whose}. Nothing was applied.")
    if found is None or found.programme is None:
        raise click.ClickException("There is no organisation to apply it to.")
    return found.programme


def _preview(organisation: Organisation, wanted: Programme) -> Preview:
    organisation_id, name = organisation.id, organisation.name
    begun = begin_preview(organisation_id, today_in(organisation_id))
    with click.progressbar(length=begun.everybody, label=f"Looking at {name}") as bar:
        found = go_on(organisation_id, wanted, begun, progress=bar.update)
    click.echo(f"{name}: {headline(found)}")
    old = {each.key: each.title for each in in_force(organisation_id).programme.requirements}
    for key, title in (old | {each.key: each.title for each in wanted.requirements}).items():
        if phrases := moved_words(found.of(key)):
            click.echo(f"  {title}: {', '.join(phrases)}")
    for title in found.binding_nobody(wanted):
        click.echo(f"  {title}: asked of nobody (a warning)")
    return found


def _look_back(organisation_id: int, name: str, since: date, is_dry: bool) -> LookedBack:
    people = to_look_back_at(organisation_id, since)
    with click.progressbar(length=people, label=f"Looking back at {name}") as bar:
        return look_back(organisation_id, since, is_dry, progress=bar.update)


def _refresh(chosen: dict[int, str]) -> None:
    for organisation_id, name in chosen.items():
        today = today_in(organisation_id)
        left = waiting(organisation_id, today)
        if left:
            with click.progressbar(length=left, label=f"Working out {name}") as bar:
                work_out_on_all_cores(organisation_id, today, progress=bar.update)
        click.echo(f"{name}: {left} people worked out.")
