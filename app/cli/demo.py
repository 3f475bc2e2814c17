"""`flask demo load`: an organisation with people in every state, so that every page has something to show."""

import shutil
from datetime import date, timedelta
from random import Random

import click
from flask.cli import AppGroup
from flask_migrate import upgrade

from app.assignments.applying import apply_programme
from app.assignments.working_out import work_out
from app.cli.content import publish
from app.cli.demonstration import sessions
from app.cli.demonstration.council import DETAILS, LOCAL_SERVICES
from app.cli.demonstration.history import CORE, Telling, begin, in_force_for_long, what_they_did
from app.cli.demonstration.people import Council, ask_differently, give_notice, say_goodbye, settle_in
from app.cli.demonstration.plan import plan_the_year
from app.database import writing
from app.extensions import db
from app.models import HelpService, LocalDetail, Organisation
from app.staffing.organisations import add_organisation, organisations
from app.support.records import add_national_services
from app.web import clock
from app.web.passwords import hash_password
from app.web.settings import settings
from app.web.signing import KeyFault, register_first_key

demo = AppGroup("demo", help="The demonstration.")

NAME = "Northgate Council"
COLOUR = "#0f5257"
PASSWORD = "demo-password"  # noqa: S105 - shown on the demo's sign-in page, refused elsewhere
PROGRAMME = "northgate.yml"
A_YEAR = 365


@demo.command("prepare")
@click.pass_context
def prepare(context: click.Context) -> None:
    """All that the demonstration needs: the newest schema, the modules as they are now, and people."""
    _only_in_the_demo()
    click.echo("Preparing the database …")
    upgrade()
    _make_key()
    context.invoke(publish)
    context.invoke(load)


def _forget_other_demonstrations() -> None:
    """Signed heads of a demonstration that was thrown away would tell that this one's log is another."""
    shutil.rmtree(settings().records_folder / "heads", ignore_errors=True)


def _make_key() -> None:
    try:
        register_first_key()
    except KeyFault as fault:
        click.echo(f"Certificates cannot be signed. {fault}", err=True)


@demo.command("load")
def load() -> None:
    """Fill an empty database with the demonstration; one that is filled stays as it is."""
    _only_in_the_demo()
    if organisations():
        click.echo("The demonstration is loaded already.")
        return
    _forget_other_demonstrations()
    random = Random(2026)  # noqa: S311 - the same demonstration every time
    with writing():
        organisation = _organisation()
        today = clock.today(organisation.time_zone)
        council = settle_in(organisation, hash_password(PASSWORD), today, random)
        leaving = give_notice(council, today, random)
        completions = _tell(organisation, council, today, random)
        begin(council.accounts["learner"].person, CORE, lessons=3, today=today)
        ask_differently(council, leaving, today, random)
        say_goodbye(leaving, today)
        plan_the_year(organisation.id, today)
    work_out(organisation.id, today)
    click.echo(f"{NAME}: {len(council.everybody)} people, {completions} completions")


def _tell(organisation: Organisation, council: Council, today: date, random: Random) -> int:
    """The history, oldest first, with the sessions in between; how many completions there are."""
    trainer, learner = council.accounts["trainer"].person, council.accounts["learner"].person
    long_here = [each.person for each in council.colleagues if (today - each.started_on).days > A_YEAR]
    attending = [council.accounts["manager"].person, *long_here[-len(sessions.MARKS) + 1 :]]
    held_on, attended = today - timedelta(days=sessions.SIGNED_DAYS_AGO), None
    done = what_they_did(council, today, random)
    with click.progressbar(
        Telling(organisation, council, today).tell(done), length=len(done), label="Loading the demonstration"
    ) as bar:
        for each in bar:
            if attended is None and each.on >= held_on:
                attended = sessions.hold_and_sign(organisation, trainer, attending)
    sessions.set_up_others(organisation, trainer, long_here[4:10], learner)
    return len(done) + (attended or 0)


def _only_in_the_demo() -> None:
    if not settings().demo:
        raise click.ClickException("The demonstration is loaded where DEMO=1 only.")


def _organisation() -> Organisation:
    organisation = add_organisation(NAME, COLOUR, "Europe/London", "https://www.bbc.co.uk/weather", is_demo=True)
    for name, value in DETAILS.items():
        db.session.add(LocalDetail(organisation_id=organisation.id, name=name, value=value))
    for position, (name, phone, audience) in enumerate(LOCAL_SERVICES, start=101):
        db.session.add(
            HelpService(
                organisation_id=organisation.id,
                position=position,
                name=name,
                phone=phone,
                audience=audience,
                is_local=True,
            )
        )
    add_national_services(organisation.id)
    apply_programme(organisation.id, (settings().programmes_folder / PROGRAMME).read_text("utf-8"), clock.now())
    in_force_for_long(organisation)
    return organisation
