"""`flask keys`: the key that signs certificates and the heads of training logs."""

import click
from flask.cli import AppGroup

from app.web.settings import settings
from app.web.signing import KeyFault, adopt_key, registered_keys, rotate_key, signing_key

keys = AppGroup("keys", help="See and change the key that signs.")


@keys.command("list")
def list_keys() -> None:
    """Every key there has been, and what is wrong where nothing can be signed."""
    for key in registered_keys():
        until = f"retired on {key.retired_at:%Y-%m-%d}" if key.retired_at else "signs"
        click.echo(f"{key.id}  made on {key.made_at:%Y-%m-%d}  {until}")
    try:
        signing_key()
    except KeyFault as fault:
        raise click.ClickException(f"Nothing can be signed. {fault}") from fault


@keys.command("rotate")
def rotate() -> None:
    """Make a new key, which signs from now on. What was signed before can still be checked."""
    try:
        key = rotate_key()
    except KeyFault as fault:
        raise click.ClickException(f"The key is not rotated. {fault}") from fault
    click.echo(
        f"{key.id} signs from now on. Back up {settings().keys_folder}, and copy it to every machine that serves."
    )


@keys.command("adopt")
@click.option("--yes", is_flag=True, help="Do not ask.")
def adopt(yes: bool) -> None:
    """After a loss: sign with the key that is in the folder now, or with a new one where there is none."""
    click.echo(f"The key in {settings().keys_folder} will sign; where there is none, a new one is made.")
    click.echo("The key before it is retired for good. What it signed can still be checked.")
    if not yes:
        click.confirm("Is this what you want?", abort=True)
    try:
        key = adopt_key()
    except KeyFault as fault:
        raise click.ClickException(f"Nothing is changed. {fault}") from fault
    click.echo(
        f"{key.id} signs from now on. Back up {settings().keys_folder}, and copy it to every machine that serves."
    )
