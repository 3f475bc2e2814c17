"""`flask people`: accounts by hand."""

import re
from datetime import date, datetime

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from app.cli.choosing import choose_organisation, choose_person
from app.cli.erasing import erase_command, record
from app.database import writing
from app.extensions import db
from app.models import Organisation, Person
from app.people.registration import (
    NewPerson,
    add_person,
    find_or_add_team,
    find_person,
    latest_start,
    leave,
    move,
    posted_on,
    set_password,
    tidy,
)
from app.web import clock
from app.web.passwords import LONGEST, SHORTEST, hash_password

people = AppGroup("people", help="Add, change and close accounts; hand out and erase records.")

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
LONGEST_EMAIL = 254
LONGEST_NAME = 200
RIGHTS = ("trainer", "lead", "admin")

password_option = click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for twice when left out."
)


@people.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True, help="As it should stand on certificates.")
@click.option("--team", help="The team's name; it is made if it is new.")
@click.option("--manages", is_flag=True, help="Manages that team and the teams below it.")
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS))
@click.option("--organisation", "organisation_name", help="Needed where there is more than one.")
@password_option
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
    _check_password(password)
    _check_name("name", name)
    if team is not None:
        _check_name("team's name", team)
    if manages and team is None:
        raise click.ClickException("--manages needs --team: a manager manages a team.")
    owner = choose_organisation(organisation_name)
    _check_new_email(email)
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
    click.echo(f"Added {tidy(name)}. They can sign in with {email.strip()}.")


@people.command("password")
@click.option("--email", required=True)
@password_option
def password(email: str, password: str) -> None:
    """Give somebody a new password, and sign them out everywhere."""
    _check_password(password)
    person = choose_person(email)
    new = hash_password(password)
    with writing():
        set_password(person, new)
    click.echo(f"{person.name} has a new password and is signed out everywhere.")


@people.command("leave")
@click.option("--email", required=True)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Their last day; today if left out.")
def leave_command(email: str, day: datetime | None) -> None:
    """Close the account of somebody who leaves. What they completed stays in the training log."""
    person = choose_person(email)
    today = _today(person)
    last_day = day.date() if day else today
    began = latest_start(person, today)
    if began and last_day < began:
        raise click.ClickException(f"{person.name} began in their team on {began}, later than {last_day}.")
    with writing():
        leave(person, last_day, today)
    if last_day > today:
        click.echo(f"{person.name} is in no team after {last_day}. Run this again on that day to close the account.")
    else:
        click.echo(f"{person.name} has left: the account is closed, and what they completed stays in the log.")


@people.command("change")
@click.option("--email", required=True, help="The address that they sign in with now.")
@click.option("--name", help="As it should stand on certificates from now on.")
@click.option("--new-email")
@click.option("--team", help="Their team from today, in place of where they are now. Who had left is back.")
@click.option("--manages/--no-manages", default=None, help="Whether they manage that team and the teams below it.")
@click.option("--right", "rights", multiple=True, type=click.Choice([*RIGHTS, "none"]), help="In place of all others.")
def change(
    email: str, name: str | None, new_email: str | None, team: str | None, manages: bool | None, rights: tuple[str, ...]
) -> None:
    """Change what is known of a person, from today."""
    person = choose_person(email)
    if manages is None and not (name or new_email or team or rights):
        raise click.ClickException("Say what to change, for example --team Housing.")
    _check_changes(person, name, new_email, team)
    try:
        with writing():
            person.name = tidy(name) if name else person.name
            person.email = new_email.strip().lower() if new_email else person.email
            if rights:
                _set_rights(person, rights)
            if team is not None or manages is not None:
                _move(person, team, manages)
    except IntegrityError as error:
        raise click.ClickException(f"{email} could not be changed: {error.orig}") from error
    click.echo(f"Changed {person.name}, {person.email}.")


def _check_changes(person: Person, name: str | None, new_email: str | None, team: str | None) -> None:
    if name is not None:
        _check_name("name", name)
    if team is not None:
        _check_name("team's name", team)
    if new_email is not None and new_email.strip().lower() != person.email:
        _check_new_email(new_email)


def _set_rights(person: Person, rights: tuple[str, ...]) -> None:
    person.is_trainer, person.is_lead, person.is_admin = ("none" not in rights and each in rights for each in RIGHTS)


def _move(person: Person, team: str | None, manages: bool | None) -> None:
    today = _today(person)
    if team is not None:
        team_id = find_or_add_team(person.organisation_id, team).id
    else:
        held = posted_on(person, today)
        if len(held) != 1:
            raise click.ClickException(f"Say which team with --team: {person.name} is in {len(held)} today.")
        team_id = held[0].team_id
    move(person, team_id, today, manages=bool(manages))


def _today(person: Person) -> date:
    return clock.today(db.session.get_one(Organisation, person.organisation_id).time_zone)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST:
        raise click.ClickException(f"The password must have at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise click.ClickException(f"The password must have at most {LONGEST} characters.")
    if not password.strip():
        raise click.ClickException("The password must not be spaces alone.")


def _check_name(what: str, name: str) -> None:
    if not 0 < len(tidy(name)) <= LONGEST_NAME:
        raise click.ClickException(f"The {what} must have 1 to {LONGEST_NAME} characters.")


def _check_new_email(email: str) -> None:
    if not EMAIL.fullmatch(email.strip()) or len(email) > LONGEST_EMAIL:
        raise click.ClickException(f"{email} is not an email address.")
    if find_person(email):
        raise click.ClickException(f"{email} has an account already.")


people.add_command(erase_command)
people.add_command(record)
