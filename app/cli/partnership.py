"""`flask partnership`: organisations that see each other's counts."""

import click
from flask.cli import AppGroup

from app.cli.choosing import choose_organisation
from app.database import writing
from app.models import Partnership
from app.partnership import records
from app.rules.people import tidy

partnership = AppGroup("partnership", help="Organisations that see each other's counts, and nothing else.")

LONGEST_NAME = 200


@partnership.command("create")
@click.argument("name")
def create(name: str) -> None:
    """Create a partnership without organisations."""
    name = tidy(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.BadParameter(f"The name must have 1 to {LONGEST_NAME} characters")
    if records.find_partnership(name):
        raise click.BadParameter(f"There is a partnership of the name {name} already")
    with writing():
        records.add_partnership(name)
    click.echo(f"Created {name}. Now add organisations: flask partnership add {name!r} ORGANISATION")


@partnership.command("add")
@click.argument("name")
@click.argument("organisation")
def add(name: str, organisation: str) -> None:
    """Let an organisation take part: its counts are seen by the others, and theirs by it."""
    chosen, found = choose_organisation(organisation), _partnership(name)
    if chosen.partnership_id not in {None, found.id}:
        raise click.ClickException(f"{chosen.name} is in another partnership. Remove it from there first.")
    with writing():
        chosen.partnership_id = found.id
    click.echo(f"{chosen.name} is in {found.name}.")


@partnership.command("remove")
@click.argument("organisation")
def remove(organisation: str) -> None:
    """Take an organisation out of its partnership, from now on."""
    chosen = choose_organisation(organisation)
    if chosen.partnership_id is None:
        raise click.ClickException(f"{chosen.name} is in no partnership.")
    with writing():
        chosen.partnership_id = None
    click.echo(f"{chosen.name} is in no partnership any more.")


@partnership.command("list")
def list_all() -> None:
    """List the partnerships with their organisations."""
    for each in records.partnerships():
        names = ", ".join(member.name for member in records.members(each.id)) or "no organisations yet"
        click.echo(f"{each.name}: {names}")


def _partnership(name: str) -> Partnership:
    found = records.find_partnership(tidy(name))
    if found is None:
        names = ", ".join(each.name for each in records.partnerships()) or "none yet"
        raise click.ClickException(f"There is no partnership of the name {name}. There are: {names}")
    return found
