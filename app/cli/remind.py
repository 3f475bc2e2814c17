"""`flask remind`: mail that is due."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.assignments.refreshing import who_waits
from app.assignments.working_out import work_out
from app.content.problems import SourceProblems
from app.database import writing
from app.mailing.composing import Composed
from app.mailing.planning import plan
from app.mailing.previewing import coming, previewed
from app.mailing.sending import Outcome, Result, send_waiting
from app.mailing.transports import Transport, transport_of
from app.staffing.leaving import close_accounts
from app.staffing.organisations import organisations
from app.web import clock
from app.web.settings import settings
from config import WrongSetting

NO_WAY_OUT = (
    "No mail goes out: neither SMTP_URL nor NOTIFY_API_KEY is set (README, Settings). --dry-run shows what would."
)
TOLD = {
    Result.SENT: "sent",
    Result.LATER: "not sent, tried again later",
    Result.REFUSED: "not sent, and given up",
    Result.IN_DOUBT: "may have gone out, and is not sent again",
}


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Show what would go out, and send nothing.")
@click.option("--queued", is_flag=True, help="Send what waits already, and look for nothing new. Run it often.")
@with_appcontext
def remind(dry_run: bool, queued: bool) -> None:
    """Send reminders, digests, invitations and password resets. Run it every day; again does no harm."""
    try:
        transport = transport_of(settings())
        if transport is None and not (dry_run or settings().demo):
            raise click.ClickException(NO_WAY_OUT)
        if dry_run:
            _show_all()
            return
        results = Counter(_remind(transport, only_queued=queued))
    except (WrongSetting, SourceProblems, OperationalError) as error:
        raise click.ClickException(str(error)) from error
    if settings().demo:
        click.echo("The demonstration sends no mail. This is what would go out.")
    if results[Result.LATER] or results[Result.REFUSED] or results[Result.IN_DOUBT]:
        raise click.ClickException("Not everything went out. Training leads see it at /reminders.")


def _remind(transport: Transport | None, *, only_queued: bool) -> Iterator[Result]:
    for organisation_id, name, today in [(each.id, each.name, clock.today(each.time_zone)) for each in organisations()]:
        if not only_queued:
            _work_out(organisation_id, today)
        if transport is None:
            _show(organisation_id, name, today, ())
            continue
        if not only_queued:
            plan(organisation_id, today, clock.now())
        results = []
        for outcome in send_waiting(organisation_id, today, transport, clock.now):
            click.echo(_line(outcome))
            results.append(outcome.result)
            yield outcome.result
        click.echo(f"{name}: {_summary(results)}")
    if transport is not None:
        transport.close()


def _work_out(organisation_id: int, today: date) -> None:
    """What is asked of people whose assignments wait to be worked out again; and who has left since yesterday."""
    with writing():
        close_accounts(organisation_id, today)
    work_out(organisation_id, today)


def _show_all() -> None:
    """Nothing is written: who waits to be worked out again waits on."""
    for each in organisations():
        today = clock.today(each.time_zone)
        stale = who_waits(each.id, today)
        _show(each.id, each.name, today, stale)
        if stale:
            click.echo(
                f"  {len(stale)} people wait to be worked out again. Reminders are shown as they will be; digests and "
                "counts may change then."
            )


def _show(organisation_id: int, name: str, today: date, stale: Collection[int]) -> None:
    count = 0
    for _each, composed in previewed(organisation_id, coming(organisation_id, today, stale), today):
        click.echo(_shown(composed))
        count += 1
    click.echo(f"{name}: {count} would go out")


def _shown(composed: Composed) -> str:
    lines = [f"To: {composed.to.email}", f"Subject: {composed.subject}", "", composed.body]
    if composed.copy_to is not None:
        lines.insert(1, f"Copy: {composed.copy_to.email}")
    return "\n".join(f"  {line}".rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def _line(outcome: Outcome) -> str:
    why = f" ({outcome.problem})" if outcome.problem else ""
    return f"  {outcome.about} to {outcome.mail.to}: {TOLD[outcome.result]}{why}"


def _summary(results: list[Result]) -> str:
    counts = Counter(results)
    return ", ".join(f"{counts[result]} {TOLD[result]}" for result in Result if counts[result]) or "nothing to send"
