"""`flask retention`: what has been kept for as long as it should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.cli.backup import first_line
from app.cli.choosing import choose_organisation
from app.cli.erasing import choose_eraser, finish_erasures
from app.database import writing
from app.extensions import db
from app.ledger.entries import Origin
from app.ledger.erasures import erase
from app.models import Organisation
from app.personal_records import retaining
from app.personal_records.retaining import DueToGo
from app.rules.retention import CutOffs, Periods, cut_offs
from app.staffing.organisations import organisations
from app.web import clock
from app.web.settings import settings


@dataclass(frozen=True, slots=True)
class Due:
    """What is due to go from an organisation."""

    organisation_id: int
    name: str
    time_zone: str
    cut: CutOffs
    going: DueToGo
    still_open: list[str]
    closed_without_end: list[str]


@click.command("retention")
@click.option("--apply", "do_it", is_flag=True, help="Do it, rather than show what would go.")
@click.option("--by", "by_email", help="The training lead or administrator who answers for erasures; for --apply.")
@click.option("--organisation", "name", help="One organisation only, where there are several.")
@with_appcontext
def retention(do_it: bool, by_email: str | None, name: str | None) -> None:
    """Show what is older than the KEEP_… settings allow; with --apply, take it out."""
    if do_it and by_email is None:
        raise click.ClickException("Say who answers for it with --by and the address of a training lead.")
    now = clock.now()
    chosen = _chosen(name, by_email if do_it else None)
    due = [due_in(organisation, now) for organisation in chosen]
    click.echo("\n".join(_told_periods(settings().keep)))
    for each in due:
        click.echo("\n".join(_told(each)))
    if not do_it:
        click.echo("Nothing is changed. To take it out: flask retention --apply --by EMAIL")
        return
    by_id = choose_eraser(str(by_email)).id
    try:
        for each in due:
            take_out(each, by_id, now)
    except OperationalError as error:
        raise click.ClickException(f"The database failed: {first_line(error)}. Run this again for the rest.") from error
    finally:
        finish_erasures()
    click.echo("Done.")


def _chosen(name: str | None, by_email: str | None) -> list[Organisation]:
    """Those to look at: where somebody answers for it, their own."""
    if by_email is not None:
        own = db.session.get_one(Organisation, choose_eraser(by_email).organisation_id)
        if name is not None and choose_organisation(name).id != own.id:
            raise click.ClickException(f"{by_email} answers for {own.name} only.")
        return [own]
    return [choose_organisation(name)] if name is not None else organisations()


def due_in(organisation: Organisation, now: datetime) -> Due:
    today = clock.today(organisation.time_zone)
    cut = cut_offs(settings().keep, today)
    return Due(
        organisation_id=organisation.id,
        name=organisation.name,
        time_zone=organisation.time_zone,
        cut=cut,
        going=retaining.due_to_go(organisation.id, organisation.time_zone, cut, now),
        still_open=retaining.open_accounts_in_no_team(organisation.id, today),
        closed_without_end=retaining.closed_accounts_without_end(organisation.id),
    )


def take_out(due: Due, by_id: int, now: datetime) -> None:
    """Each person in a transaction of their own, so that the log is held for a moment only.

    Whoever came back or was erased since the list was made is left alone.
    """
    for leaver in due.going.leavers:
        with writing():
            if retaining.is_still_due(leaver.id, due.organisation_id, due.cut):
                erase(leaver.id, Origin(recorded_by=by_id), now)
    with writing():
        retaining.take_out(due.organisation_id, due.time_zone, due.cut, now)


def _told_periods(keep: Periods) -> Iterator[str]:
    for what, months in (("leavers", keep.leavers), ("answers", keep.answers), ("looks", keep.looks)):
        yield f"KEEP_{what.upper()}_MONTHS: " + ("for good" if months is None else f"{months} months")


def _told(due: Due) -> Iterator[str]:
    going = due.going
    yield f"{due.name}: " + ("nothing is due to go" if going.is_empty else "due to go")
    for leaver in going.leavers:
        yield f"  erased: {leaver.name}, {leaver.email}, whose last day was {leaver.last_day}"
    counts = (
        (going.tests, "tests lose their questions and answers; their results stay"),
        (going.unfinished, "tests that were never handed in, with their answers"),
        (going.looks, "looks at people's records and lists are forgotten"),
        (going.sessions, "sign-ins that are over"),
        (going.guesses, "wrong passwords and checks of PDFs, counted under a code"),
        (going.files, "files of older records that nobody imported"),
    )
    yield from (f"  {count} {words}" for count, words in counts if count)
    if due.still_open:
        yield "  not touched, because the account is still open although they are in no team (flask people leave):"
        yield from (f"    {email}" for email in due.still_open)
    if due.closed_without_end:
        yield (
            "  not touched, because the account is closed but nothing says when they left "
            "(flask people leave, or flask people erase):"
        )
        yield from (f"    {email}" for email in due.closed_without_end)
