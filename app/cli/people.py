"""`flask people`: adding accounts by hand."""

import re

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from app.database import writing
from app.models import Organisation
from app.people.registration import NewPerson, add_person, find_person, organisations
from app.web import clock
from app.web.passwords import SHORTEST, hash_password

people = AppGroup("people", help="Add accounts.")

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
LONGEST_EMAIL = 254
LONGEST_NAME = 200


@people.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True, help="As it should stand on certificates.")
@click.option("--team", help="The team's name; it is made if it is new.")
@click.option("--manages", is_flag=True, help="Manages that team and the teams below it.")
@click.option("--right", "rights", multiple=True, type=click.Choice(["trainer", "lead", "admin"]))
@click.option("--organisation", "organisation_name", help="Needed where there is more than one.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
def add(
    email: str,
    name: str,
    team: str | None,
    manages: bool,
    rights: tuple[str, ...],
    organisation_name: str | None,
    password: str,
) -> None:
    """Add a person with a password, for example the first administrator."""
    if len(password) < SHORTEST:
        raise click.ClickException(f"The password must have at least {SHORTEST} characters.")
    if not EMAIL.fullmatch(email.strip()) or len(email) > LONGEST_EMAIL:
        raise click.ClickException(f"{email} is not an email address.")
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.ClickException(f"The name must have 1 to {LONGEST_NAME} characters.")
    if manages and not team:
        raise click.ClickException("--manages needs --team: a manager manages a team.")
    owner = choose_organisation(organisation_name)
    if find_person(email):
        raise click.ClickException(f"{email} has an account already.")
    new = NewPerson(
        name=name,
        email=email,
        password_hash=hash_password(password),
        team=team,
        manages=manages,
        rights=frozenset(rights),
    )
    try:
        with writing():
            add_person(owner.id, new, clock.today(owner.time_zone))
    except IntegrityError as error:
        raise click.ClickException(f"{email} could not be added: {error.orig}") from error
    click.echo(f"Added {name}. They can sign in with {email}.")


def choose_organisation(name: str | None) -> Organisation:
    """The organisation of that name, or the only one there is."""
    known = organisations()
    matching = [each for each in known if name is None or each.name == name]
    if len(matching) == 1:
        return matching[0]
    if not known:
        raise click.ClickException('There is no organisation yet. Create one: flask organisation create "Name"')
    names = ", ".join(each.name for each in known)
    raise click.ClickException(f"Say which organisation with --organisation. There are: {names}")
