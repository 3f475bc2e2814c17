"""Whom and what a command is about."""

import click

from app.models import Organisation, Person
from app.people.registration import alike, find_person, organisations


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


def choose_person(email: str) -> Person:
    """The person with that email address."""
    found = find_person(email)
    if found is None:
        raise click.ClickException(f"Nobody has an account with {email}.")
    return found
