"""`flask people code`: a one-time code on the screen."""

import click

from app.accounts.tokens import make_codes
from app.cli.choosing import choose_person, person_options
from app.database import writing
from app.rules.one_time_codes import written
from app.rules.sign_in import LASTS, Purpose
from app.web import clock
from app.web.settings import settings


def new_code(person_id: int) -> str:
    """As it is written on paper. Call it inside `app.database.writing()`."""
    return written(make_codes([person_id], clock.now())[person_id])


def told(code: str) -> str:
    days = LASTS[Purpose.CODE].days
    return f"One-time code: {code}\nIt works once, for {days} days, at {settings().public_url}/sign-in/code"


@click.command("code")
@person_options
def code(who: str, organisation_name: str | None) -> None:
    """Make a one-time code with which somebody without email address chooses a password. Older ones end."""
    person = choose_person(who, organisation_name)
    if person.email is not None or person.staff_number is None or not person.is_active:
        raise click.ClickException("Codes are for open accounts with a staff number and without email address.")
    with writing():
        made = new_code(person.id)
    click.echo(told(made))
