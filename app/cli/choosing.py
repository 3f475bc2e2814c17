"""Whom and what a command is about."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy import select

from app.extensions import db
from app.models import Organisation, Partnership, Person
from app.rules.people import alike
from app.staffing.organisations import organisations
from app.staffing.people import find_person, has_number, nearest_number

Command = TypeVar("Command", bound=Callable[..., Any])

organisation_option = click.option("--organisation", "organisation_name", help="Needed where there is more than one.")


def person_options(command: Command) -> Command:
    """Whom a command is about: `who` is an email address or a staff number, of `organisation_name` if that is given."""
    who = click.option("--email", "--staff-number", "who", required=True, help="With what they sign in now.")
    return who(organisation_option(command))


def choose_organisation(name: str | None) -> Organisation:
    """The organisation of that name, or the only one there is."""
    known = organisations()
    matching = [each for each in known if name is None or alike(each.name) == alike(name)]
    if len(matching) == 1:
        return matching[0]
    if not known:
        raise click.ClickException('There is no organisation yet. Create one: flask organisation create "Name"')
    names = ", ".join(each.name for each in known)
    raise click.ClickException(f"Say which organisation with --organisation. There are: {names}")


def choose_organisations(name: str | None, partnership: str | None) -> list[Organisation]:
    """Those of a partnership, where it is named; otherwise as `choose_organisation`."""
    if partnership is None:
        return [choose_organisation(name)]
    if name is not None:
        raise click.ClickException("Say either --organisation or --partnership.")
    known = db.session.execute(select(Partnership.id, Partnership.name).order_by(Partnership.name)).tuples().all()
    found = next((each for each, called in known if alike(called) == alike(partnership)), None)
    if found is None:
        names = ", ".join(called for _, called in known) or "none"
        raise click.ClickException(f"There is no partnership {partnership}. There are: {names}")
    if members := [each for each in organisations() if each.partnership_id == found]:
        return members
    raise click.ClickException(f"No organisation is in {partnership} yet.")


def choose_person(who: str, organisation_name: str | None = None) -> Person:
    """The person with that email address, or with that staff number in an organisation."""
    found = find_person(who) if "@" in who else _by_staff_number(who, organisation_name)
    if found is None:
        raise click.ClickException(f"Nobody has an account with {who}.")
    return found


def _by_staff_number(number: str, organisation_name: str | None) -> Person | None:
    found = list(db.session.scalars(select(Person).where(has_number(number)).order_by(*nearest_number(number))))
    if organisation_name is not None or len(found) > 1:
        owner = choose_organisation(organisation_name)
        found = [each for each in found if each.organisation_id == owner.id]
    return found[0] if found else None
