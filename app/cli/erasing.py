"""`flask people record` and `flask people erase`: what the law lets people ask for."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.choosing import choose_person, person_options
from app.database import writing
from app.documents.whole_file import appearing_complete
from app.ledger.entries import Origin
from app.ledger.erasures import AlreadyErased, ListUnreadable, erase, write_list
from app.ledger.scrubbing import NotScrubbed, scrub
from app.models import Person
from app.personal_records.erasing import ErasurePlan, may_erase, plan_erasure
from app.personal_records.everything_held import file_about
from app.personal_records.looks import note_file_about
from app.rules.people import alike
from app.rules.rights import ALL_RIGHTS, Right
from app.staffing.people import last_rights
from app.web import clock
from app.web.settings import settings

KEEPERS = {Right.ADMIN: "administrator", Right.LEAD: "training lead"}

OUT_OF_REACH = """\
No erasure reaches:
  files that people downloaded before, printed pages, and mail
  backups: when one is restored, the erasure is done again, as long as RECORDS_FOLDER is kept
  what others wrote: team names, the names of files, and free text about other people"""


@click.command("record")
@person_options
@click.option("--by", "by_email", required=True, help="The training lead or administrator who hands it to them.")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_appcontext
def record(who: str, organisation_name: str | None, by_email: str, target: Path) -> None:
    """Write everything that is held about somebody to one HTML file, for them. They see who had it written."""
    person = choose_person(who, organisation_name)
    by = choose_eraser(by_email, person)
    note_file_about(person, by)
    content = file_about(person.id, clock.now())
    try:
        with appearing_complete(target) as file:
            file.write(content.encode())
    except OSError as error:
        raise click.ClickException(f"{target} is not written: {error}") from error
    click.echo(f"Wrote {target}. Hand it to {person.name} alone, and delete it here.")


@click.command("erase")
@person_options
@click.option("--by", "by_email", required=True, help="The training lead or administrator who answers for it.")
@click.option("--yes", is_flag=True, help="Do it without asking for the name.")
@with_appcontext
def erase_command(who: str, organisation_name: str | None, by_email: str, yes: bool) -> None:
    """Take out who somebody was. Their entries stay in the log and stand for nobody."""
    person = choose_person(who, organisation_name)
    by = choose_eraser(by_email, person)
    if rights := last_rights(person, ALL_RIGHTS):
        names = " and ".join(name for right, name in KEEPERS.items() if right in rights)
        raise click.ClickException(
            f"{person.name} is the last {names} of the organisation. Give somebody else the right "
            "first: flask people change --email … --right lead --right admin"
        )
    plan = plan_erasure(person)
    elsewhere = plan.words_elsewhere
    click.echo("\n".join(_explanation(person, plan)))
    if not yes:
        _ask_for_name(person)
    person_id, by_id = person.id, by.id
    try:
        with writing():
            erase(person_id, Origin(recorded_by=by_id), clock.now())
    except AlreadyErased as error:
        raise click.ClickException("They have been erased already.") from error
    finish_erasures()
    left = "Look for the name in what others wrote, as listed above." if elsewhere else ""
    click.echo(f"Erased. {left or 'Nothing in the service tells who they were.'}")


def choose_eraser(email: str, person: Person | None = None) -> Person:
    """Who answers for an erasure; of a person of their own organisation where one is given."""
    by = choose_person(email)
    if not may_erase(by, person or by):
        raise click.ClickException(f"{email} is not a training lead or an administrator of the organisation.")
    return by


def finish_erasures() -> None:
    """Put what was erased on the list that outlives the database, and out of the files that it lies in.

    Either is done again by the next erasure and by `flask retention --apply`, so a fault is told and not undone.
    """
    problems = []
    try:
        write_list(settings().records_folder)
    except (OSError, ListUnreadable) as error:
        problems.append(f"RECORDS_FOLDER does not say so yet, and an older backup would bring them back: {error}")
    try:
        scrub()
    except NotScrubbed as error:
        problems.append(f"What was deleted may still lie in the database's files: {error}")
    if problems:
        told = "\n".join(f"  {problem}" for problem in problems)
        raise click.ClickException(f"The erasure is done, but:\n{told}\nThen run: flask retention --apply --by …")


def _ask_for_name(person: Person) -> None:
    typed = click.prompt(f"This cannot be undone. Type the name, {person.name}, to go on", default="")
    if alike(typed) != alike(person.name):
        raise click.ClickException("That is not the name. Nothing is changed.")


def _explanation(person: Person, plan: ErasurePlan) -> Iterator[str]:
    yield f"{person.name}, {person.email or person.staff_number}"
    yield "Goes: name, email address, password, rights, job titles, the salt that ties log entries to them, and"
    yield (
        f"  {plan.certificates} certificates, {plan.enrolments} ways through modules with {plan.attempts} tests, "
        f"{plan.sessions} sign-ins, {plan.looks_at} looks at them, what was written on {plan.notes} entries"
    )
    if plan.files:
        yield f"  {plan.files} files of older records that are not imported yet: put them in again without this person"
    yield "Stays, without saying who:"
    yield (
        f"  {plan.entries} entries of the training log and one more for the erasure, {plan.postings} times in a team, "
        f"{plan.attendances} attendances, {plan.looks_by} looks at others (shown as somebody who has been removed)"
    )
    yield OUT_OF_REACH
    if plan.words_elsewhere:
        yield f"  of the last, {plan.words_elsewhere} places in the log and in sessions hold this name"
