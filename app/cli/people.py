"""`flask people`: accounts by hand."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from app.cli.choosing import choose_organisation, choose_person, organisation_option, person_options
from app.cli.codes import code as code_command
from app.cli.codes import new_code, told
from app.cli.erasing import erase_command, record
from app.cli.people_import import import_people
from app.cli.posting_options import chosen_facts, posting_options
from app.database import writing
from app.extensions import db
from app.models import Organisation, Person
from app.rules.people import tidy
from app.rules.rights import Right
from app.staffing.leaving import come_back, has_left, leave
from app.staffing.people import NewPerson, add_person, find_person, set_password, set_rights, set_sign_in
from app.staffing.postings import NewPosting, facts_of, post, posted_on
from app.staffing.refused import Refused
from app.staffing.teams import find_or_add_team
from app.web import clock
from app.web.dates import long_date
from app.web.passwords import LONGEST, SHORTEST, hash_password, why_refused

people = AppGroup("people", help="Add, change and close accounts; hand out and erase records.")

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
LONGEST_EMAIL = 254
LONGEST_NAME = 200
LONGEST_STAFF_NUMBER = 40
RIGHTS = [right.value for right in Right]
A_DAY = click.DateTime(["%Y-%m-%d"])

password_option = click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for twice when left out."
)


@people.command("add")
@click.option("--email", help="They sign in with it, or with their staff number.")
@click.option("--staff-number", help="For people without an email address, or beside it.")
@click.option("--name", required=True, help="As it should stand on certificates.")
@posting_options
@click.option("--manages", is_flag=True, help="Manages that team and the teams below it.")
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS))
@organisation_option
@click.option(
    "--password", help="Asked for twice when left out. Who has no email address gets a one-time code printed instead."
)
def add(
    email: str | None,
    staff_number: str | None,
    name: str,
    manages: bool,
    rights: tuple[str, ...],
    organisation_name: str | None,
    password: str | None,
    team: str | None,
    day: datetime | None,
    **posting: Any,
) -> None:
    """Add a person with a password, for example the first administrator; without email address, with a code."""
    _check_name("name", name)
    _check_team(team, manages, posting)
    owner = choose_organisation(organisation_name)
    known = name, email, staff_number, owner.name
    if password is not None:
        _check_password(password, known)
    _check_sign_in(email, staff_number)
    if password is None and email is not None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        _check_password(password, known)
    if email is not None:
        _check_new_email(email)
    new = NewPerson(
        name=name,
        email=email,
        staff_number=staff_number,
        password_hash=None if password is None else hash_password(password),
        team=team,
        manages=manages,
        rights=frozenset(rights),
        **chosen_facts(owner.id, posting),
    )
    try:
        with writing():
            added = add_person(owner.id, new, day.date() if day else clock.today(owner.time_zone))
            code = new_code(added.id) if password is None else None
    except (IntegrityError, Refused) as error:
        raise click.ClickException(f"{email or staff_number} could not be added: {_why(error)}") from error
    click.echo(f"Added {tidy(name)}. They can sign in with {(email or staff_number or '').strip()}.")
    if code is not None:
        click.echo(told(code))


@people.command("password")
@person_options
@password_option
def password(who: str, organisation_name: str | None, password: str) -> None:
    """Give somebody a new password, and sign them out everywhere."""
    person = choose_person(who, organisation_name)
    owner = db.session.get_one(Organisation, person.organisation_id)
    _check_password(password, (person.name, person.email, person.staff_number, owner.name))
    new = hash_password(password)
    with writing():
        set_password(person, new)
    click.echo(f"{person.name} has a new password and is signed out everywhere.")


@people.command("leave")
@person_options
@click.option("--on", "day", type=A_DAY, help="Their last day; today if left out.")
def leave_command(who: str, organisation_name: str | None, day: datetime | None) -> None:
    """Close the account of somebody who leaves. What they completed stays in the training log."""
    person = choose_person(who, organisation_name)
    today = _today(person)
    last_day = day.date() if day else today
    try:
        with writing():
            leave(person, last_day, today)
    except Refused as refused:
        raise click.ClickException(f"{person.name}: {refused.sentence}") from refused
    if last_day > today:
        click.echo(f"{person.name} leaves on {long_date(last_day)}: the account closes by itself after that day.")
    else:
        click.echo(f"{person.name} has left: the account is closed, and what they completed stays in the log.")


@people.command("change")
@person_options
@click.option("--name", help="As it should stand on certificates from now on.")
@click.option("--new-email")
@click.option("--new-staff-number")
@posting_options
@click.option("--manages/--no-manages", default=None, help="Whether they manage that team and the teams below it.")
@click.option("--right", "rights", multiple=True, type=click.Choice([*RIGHTS, "none"]), help="In place of all others.")
def change(
    who: str,
    organisation_name: str | None,
    name: str | None,
    new_email: str | None,
    new_staff_number: str | None,
    team: str | None,
    manages: bool | None,
    rights: tuple[str, ...],
    day: datetime | None,
    **posting: Any,
) -> None:
    """Change what is known of a person; where they work from today, or from the day that is given."""
    person = choose_person(who, organisation_name)
    facts = chosen_facts(person.organisation_id, posting | ({} if manages is None else {"manages": manages}))
    if not (facts or name or new_email or new_staff_number or team or rights):
        raise click.ClickException("Say what to change, for example --team Housing.")
    _check_changes(person, name, new_email, team)
    _check_sign_in(new_email or person.email, new_staff_number or person.staff_number)
    try:
        with writing():
            person.name = tidy(name) if name else person.name
            set_sign_in(person, new_email or person.email, new_staff_number or person.staff_number)
            if team is not None or facts:
                _move(person, team, facts, day.date() if day else _today(person))
            if rights:
                set_rights(person, frozenset(Right(each) for each in rights if each != "none"))
    except (IntegrityError, Refused) as error:
        raise click.ClickException(f"{who} could not be changed: {_why(error)}") from error
    click.echo(f"Changed {person.name}, {person.email or person.staff_number}.")


def _why(error: Exception) -> object:
    return error.sentence if isinstance(error, Refused) else getattr(error, "orig", error)


def _check_changes(person: Person, name: str | None, new_email: str | None, team: str | None) -> None:
    if name is not None:
        _check_name("name", name)
    if team is not None:
        _check_name("team's name", team)
    if new_email is not None and new_email.strip().lower() != person.email:
        _check_new_email(new_email)


def _move(person: Person, team: str | None, facts: dict[str, Any], day: date) -> None:
    """From a day, into another team or with other facts; what is not said stays as it is then."""
    held = posted_on(person, day)
    if team is None and len(held) != 1:
        raise click.ClickException(f"Say which team with --team: {person.name} is in {len(held)} on {long_date(day)}.")
    team_id = find_or_add_team(person.organisation_id, team).id if team else held[0].team_id
    before = facts_of(held[0]) if held else NewPosting(team_id)
    manages = {} if team is None else {"manages": False}
    new = replace(before, **({"team_id": team_id} | manages | facts))
    if has_left(person, _today(person)):
        come_back(person, new, day)
    else:
        post(person, new, day)


def _today(person: Person) -> date:
    return clock.today(db.session.get_one(Organisation, person.organisation_id).time_zone)


def _check_team(team: str | None, manages: bool, posting: dict[str, Any]) -> None:
    if team is not None:
        _check_name("team's name", team)
    if manages and team is None:
        raise click.ClickException("--manages needs --team: a manager manages a team.")
    if team is None and any(posting.values()):
        raise click.ClickException("Say in which team with --team.")


def _check_password(password: str, known: Iterable[str | None]) -> None:
    """`known` is what others know of whose password it is."""
    if len(password) < SHORTEST:
        raise click.ClickException(f"The password must have at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise click.ClickException(f"The password must have at most {LONGEST} characters.")
    if not password.strip():
        raise click.ClickException("The password must not be spaces alone.")
    reason = why_refused(password, known)
    if reason:
        raise click.ClickException(reason)


def _check_name(what: str, name: str) -> None:
    if not 0 < len(tidy(name)) <= LONGEST_NAME:
        raise click.ClickException(f"The {what} must have 1 to {LONGEST_NAME} characters.")


def _check_sign_in(email: str | None, number: str | None) -> None:
    if email is None and number is None:
        raise click.ClickException("Give --email, --staff-number or both: people sign in with them.")
    if number is not None and not (0 < len(number.strip()) <= LONGEST_STAFF_NUMBER and "@" not in number):
        raise click.ClickException(f"A staff number has 1 to {LONGEST_STAFF_NUMBER} characters, and no @.")


def _check_new_email(email: str) -> None:
    if not EMAIL.fullmatch(email.strip()) or len(email) > LONGEST_EMAIL:
        raise click.ClickException(f"{email} is not an email address.")
    if find_person(email):
        raise click.ClickException(f"{email} has an account already.")


people.add_command(erase_command)
people.add_command(record)
people.add_command(import_people)
people.add_command(code_command)
