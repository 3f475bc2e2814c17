"""`flask organisation`: setting up an organisation for real."""

import re
from zoneinfo import available_timezones

import click
from flask.cli import AppGroup

from app.database import writing
from app.documents.brand_colour import legible
from app.people.registration import add_organisation, organisations
from app.support.records import add_national_services

organisation = AppGroup("organisation", help="Set up an organisation.")

LONGEST_NAME = 200
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


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
    """Create an organisation without people, with the national helplines on its help page."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.BadParameter(f"The name must have 1 to {LONGEST_NAME} characters")
    if name in {each.name for each in organisations()}:
        raise click.BadParameter(f"There is an organisation of the name {name} already")
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
    click.echo(f"Created {name}. Now add its first administrator: flask people add --right admin …")
