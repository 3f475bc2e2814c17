"""`flask restore`: everything from one file into an empty database."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.backup import restoring
from app.backup.checking import Backup, Unusable, check_backup
from app.backup.loading import CannotRestore, refuse_newer
from app.backup.published import Published, Shortfall, certificates_in, newest_day, read_published, shortfalls
from app.backup.restoring import Finding, Restored
from app.cli.backup import first_line
from app.cli.steps import Steps
from app.documents.keys import KeyFolder, KeyMissing, KeyUnusable
from app.extensions import db
from app.ledger.erasures import ListUnreadable, read_list, write_list
from app.ledger.scrubbing import NotScrubbed, scrub
from app.web import clock
from app.web.settings import settings

NOTHING = "Nothing is restored; the database is as it was."


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--heads",
    "head_files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with published heads, besides those in the folder for records.",
)
@click.option("--older", is_flag=True, help="Do not ask when published heads go further than the backup.")
@click.option("--broken", is_flag=True, help="Do not ask when a log in the backup does not hold together.")
@with_appcontext
def restore(file: Path, head_files: tuple[Path, ...], older: bool, broken: bool) -> None:
    """Bring everything in FILE into the empty database that DATABASE_URL names, all of it or nothing."""
    with _saying_what_went_wrong():
        backup = _check(file)
        published = _published(backup, head_files)
        erased = read_list(settings().records_folder)
        _tell_backup(backup)
        _ask_whether_older(backup, published, older)
        done = _restore(backup, published, erased, broken)
    _tell(backup, published, done)
    _finish_erasing(done)
    _tell_what_is_next(backup)


@contextmanager
def _saying_what_went_wrong() -> Iterator[None]:
    try:
        yield
    except restoring.Contradicted as error:
        raise click.ClickException(_contradiction(error)) from error
    except (CannotRestore, Unusable, KeyUnusable, ListUnreadable) as error:
        raise click.ClickException(f"{error} {NOTHING}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror or error}. {NOTHING}") from error
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database failed: {first_line(error)}. {NOTHING}") from error


def _check(file: Path) -> Backup:
    with Steps() as steps:
        steps.begins("Checking the file", 2 * file.stat().st_size if file.exists() else 0)
        backup = check_backup(file, steps.goes_on)
    refuse_newer(backup)
    return backup


def _restore(backup: Backup, published: Published, erased: Collection[bytes], broken: bool) -> Restored:
    with Steps() as steps:
        return restoring.restore(
            backup, published, erased, clock.now(), steps, lambda found: _accept(found, steps, broken)
        )


def _published(backup: Backup, files: tuple[Path, ...]) -> Published:
    certificates = certificates_in(backup) | KeyFolder(settings().keys_folder).certificates()
    return read_published(settings().records_folder, files, certificates)


def _tell_backup(backup: Backup) -> None:
    manifest = backup.manifest
    click.echo(
        f"A whole backup of {_day(manifest.made_at.date())}, {manifest.made_at:%H:%M} UTC: {manifest.rows:,} rows"
    )
    for head in manifest.heads:
        click.echo(f"  {head.organisation}: {head.sequence:,} log entries")


def _ask_whether_older(backup: Backup, published: Published, older: bool) -> None:
    """A head that cannot be proven may be of a key that was lost, so it is not passed over in silence."""
    proven, unproven = (shortfalls(backup.manifest, heads) for heads in (published.heads, published.unproven))
    _tell_shortfalls(backup, proven)
    for each in unproven:
        click.secho(_unproven(each), bold=True, err=True)
    if (proven or unproven) and not older:
        click.echo("Is there a newer backup? Restore that one instead.", err=True)
        _confirm("Restore this older one all the same?" if proven else "Restore this one all the same?", "--older")


def _unproven(short: Shortfall) -> str:
    head = short.head
    return (
        f"{head.organisation_name}: a head of {_day(head.day)} covers entry {head.sequence:,}, and this backup ends at "
        f"entry {short.ends_at:,}. No key known here signed that head, so it proves nothing; if it is genuine, "
        f"{_count(short.missing, 'entry is', 'entries are')} not in this backup."
    )


def _tell_shortfalls(backup: Backup, found: tuple[Shortfall, ...]) -> None:
    for each in found:
        head = each.head
        click.secho(
            f"{head.organisation_name}: this backup is from {_day(backup.manifest.made_at.date())} and ends at entry "
            f"{each.ends_at:,}. A head published on {_day(head.day)} covers entry {head.sequence:,}: "
            f"{_count(each.missing, 'entry is', 'entries are')} not in this backup.",
            bold=True,
            err=True,
        )


def _accept(found: list[Finding], steps: Steps, broken: bool) -> bool:
    steps.pause()
    for each in found:
        click.secho(
            f"{each.head.organisation}: entry {each.verdict.broken_at:,} of the log does not fit; "
            f"the {each.verdict.entries:,} before it do. It was so when the backup was made, "
            "or the backup was changed by somebody who knows how.",
            bold=True,
            err=True,
        )
    if not broken:
        _confirm("Restore it as it is?", "--broken")
    return True


def _confirm(question: str, option: str) -> None:
    try:
        if click.confirm(question, err=True):
            return
    except click.Abort:
        click.echo(err=True)
    raise CannotRestore(f"To restore it all the same, add {option}.")


def _contradiction(error: restoring.Contradicted) -> str:
    head = error.head
    return (
        f"{error}. The head published on {_day(head.day)} says that entry {head.sequence:,} has the hash "
        f"{head.hash.hex()}; in this backup it has another. One of the two was changed, or they are of two servers. "
        f"{NOTHING} Keep both and find out. If you know why (an older backup was restored once, and the log "
        f"went on from there), move the heads of before out of "
        f"{settings().records_folder / 'heads'}, and restore again."
    )


def _tell(backup: Backup, published: Published, done: Restored) -> None:
    for each in done.findings:
        whole = each.verdict.broken_at is None
        state = "all as they were written" if whole else f"entry {each.verdict.broken_at:,} does not fit"
        click.echo(f"{each.head.organisation}: {each.head.sequence:,} entries, {state}")
    _tell_heads(published)
    for short in shortfalls(backup.manifest, published.heads):
        click.echo(
            f"{short.head.organisation_name}: the log goes on after entry {short.ends_at:,}, so it will not agree with "
            f"heads published after the backup. Move those out of {settings().records_folder / 'heads'}, and keep them "
            "with a note of today."
        )
    _tell_erasures(done)


def _tell_heads(published: Published) -> None:
    newest = newest_day(published.heads)
    if newest is None:
        click.echo(
            f"There are no published heads in {settings().records_folder}: nothing here can tell whether a newer "
            "backup exists, or whether the log is the one that was published."
        )
    else:
        heads = _count(len(published.heads), "published head", "published heads")
        click.echo(f"Held against {heads}, the newest of {_day(newest)}.")
    if published.unproven:
        number = _count(len(published.unproven), "published head is", "published heads are")
        click.echo(f"{number} not signed by a key known here, and left aside.")


def _tell_erasures(done: Restored) -> None:
    if done.listed:
        erased = _count(done.erased, "person is", "people are")
        click.echo(f"{erased} erased again, of {done.listed:,} on the list of erasures.")
    else:
        click.echo(
            f"Nobody is on the list of erasures in {settings().records_folder}: "
            "if people were erased since the backup, erase them again."
        )


def _finish_erasing(done: Restored) -> None:
    """What was erased must not lie about in the database's files; and the list has to know what the backup knew."""
    try:
        write_list(settings().records_folder)
        if done.erased:
            scrub()
    except (OSError, ListUnreadable, NotScrubbed) as error:
        click.echo(f"Restored, but {error}", err=True)


def _tell_what_is_next(backup: Backup) -> None:
    click.secho(f"Restored into {db.engine.url.render_as_string(hide_password=True)}", bold=True)
    if not _has_key(backup):
        click.echo(
            f"Before you start the server, put your copy of the signing key into {settings().keys_folder}; "
            "it is in no backup. Then `flask keys list` tells whether it is the right one."
        )
    click.echo("Everybody has to sign in again.")


def _has_key(backup: Backup) -> bool:
    if not backup.manifest.key_ids:
        return True
    try:
        return KeyFolder(settings().keys_folder).current().id in backup.manifest.key_ids
    except (KeyMissing, KeyUnusable):
        return False


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
