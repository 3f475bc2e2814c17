"""`flask organisation`: setting up an organisation for real."""

import re
from zoneinfo import available_timezones

import click
from flask.cli import AppGroup

from app.assignments.applying import apply_programme
from app.assignments.in_force import in_force
from app.assignments.words.sentences import sentence
from app.assignments.words.titles import course_titles
from app.cli.choosing import choose_organisation
from app.content.local_details import LOCAL_DETAILS
from app.database import writing
from app.documents.brand_colour import legible
from app.rules.people import alike, tidy
from app.staffing.organisations import add_organisation, organisations
from app.staffing.setting_up import (
    local_details,
    published_modules,
    put_local_detail,
    put_local_service,
    usual_programme,
)
from app.support.records import add_national_services
from app.web import clock

organisation = AppGroup("organisation", help="Set up an organisation.")

LONGEST_NAME = 200
LONGEST_DETAIL = 500
LONGEST_AUDIENCE = 300
LONGEST_RECOGNITION = 240
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PHONE = re.compile(r"(?=(.*[0-9]){3})[0-9+() -]{3,60}")

owner_option = click.option("--organisation", "owner", help="Its name, where there is more than one.")


@organisation.command("create")
@click.argument("name")
@click.option(
    "--colour", default="#0f5257", show_default=True, help="The colour of its pages, dark enough for white text."
)
@click.option("--time-zone", default="Europe/London", show_default=True)
@click.option(
    "--exit-url", default="https://www.bbc.co.uk/weather", show_default=True, help="Where Exit this page leads."
)
def create(name: str, colour: str, time_zone: str, exit_url: str) -> None:
    """Create an organisation without people, with the national helplines on its help page and the usual training."""
    name = tidy(name)
    _check_length("name", name, LONGEST_NAME)
    twin = next((each.name for each in organisations() if alike(each.name) == alike(name)), None)
    if twin:
        raise click.BadParameter(f"There is an organisation of the name {twin} already")
    if not COLOUR.fullmatch(colour):
        raise click.BadParameter("Write a colour as # and six hexadecimal digits, for example #0f5257")
    if legible(colour) != colour:
        raise click.BadParameter(f"White text cannot be read on {colour}. Choose a darker colour")
    if time_zone not in available_timezones():
        raise click.BadParameter(f"{time_zone} is not a time zone such as Europe/London")
    if not exit_url.startswith("https://"):
        raise click.BadParameter("The exit address must start with https://")
    with writing():
        created = add_organisation(name, colour.lower(), time_zone, exit_url)
        add_national_services(created.id)
        apply_programme(created.id, usual_programme(), clock.now())
    click.echo(f"Created {name}.")
    _tell_programme(created.id)
    click.echo("Now add its first administrator: flask people add --right admin …")


def _tell_programme(organisation_id: int) -> None:
    """What is asked of its people, and what of that they cannot do yet."""
    programme, published = in_force(organisation_id).programme, published_modules()
    titles = course_titles(organisation_id, programme)
    click.echo("It begins with the programme level-1, which training leads change on the page:")
    for each in programme.requirements:
        click.echo(f"  {sentence(each, titles)}")
    asked = {option.course for each in programme.requirements for group in each.groups for option in group}
    if missing := sorted(asked - published.keys()):
        click.echo(f"Not published yet: {', '.join(missing)}. Publish with: flask content publish")


@organisation.command("detail")
@click.argument("name", required=False)
@click.argument("value", required=False)
@owner_option
def detail(name: str | None, value: str | None, owner: str | None) -> None:
    """List what lessons say for {{ pathway.lead }} and the like, or let NAME be VALUE; an empty VALUE takes it out."""
    chosen = choose_organisation(owner)
    if name is not None and name not in LOCAL_DETAILS:
        raise click.ClickException(f"{name} is not a local detail. There are: {', '.join(LOCAL_DETAILS)}")
    if name is not None and value is not None:
        value = value.strip()
        if len(value) > LONGEST_DETAIL:
            raise click.ClickException(f"The value must have at most {LONGEST_DETAIL} characters.")
        with writing():
            put_local_detail(chosen.id, name, value)
    own = {"organisation.name": chosen.name} | local_details(chosen.id)
    for each in LOCAL_DETAILS.values() if name is None else [LOCAL_DETAILS[name]]:
        words = own.get(each.name) or f"not set; lessons say “{each.otherwise}”"
        click.echo(f"{each.name} ({each.label}): {words}")


@organisation.command("recognition")
@click.argument("months", type=click.IntRange(1, LONGEST_RECOGNITION))
@owner_option
def recognition(months: int, owner: str | None) -> None:
    """Let earlier learning be recognised for MONTHS after it was completed."""
    chosen = choose_organisation(owner)
    with writing():
        chosen.recognition_months = months
    click.echo(f"{chosen.name}: earlier learning is recognised for {months} months after it was completed")


@organisation.command("help-service")
@click.argument("name")
@click.option("--phone", required=True, help="As people read it, for example 020 7946 0013.")
@click.option("--for", "audience", required=True, help="Whom it is for, and when.")
@owner_option
def help_service(name: str, phone: str, audience: str, owner: str | None) -> None:
    """Add a local service to the help page, or change the one of that name."""
    name, phone, audience = tidy(name), tidy(phone), tidy(audience)
    _check_length("name", name, LONGEST_NAME)
    _check_length("text after --for", audience, LONGEST_AUDIENCE)
    if not PHONE.fullmatch(phone):
        raise click.BadParameter(f"{phone} is not a phone number such as 020 7946 0013")
    chosen = choose_organisation(owner)
    with writing():
        is_new = put_local_service(chosen.id, name, phone, audience)
    click.echo(f"{chosen.name}: {'added' if is_new else 'changed'} {name}, {phone}. {audience}")


def _check_length(what: str, text: str, longest: int) -> None:
    if not 0 < len(text) <= longest:
        raise click.BadParameter(f"The {what} must have 1 to {longest} characters")
