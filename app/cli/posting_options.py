"""What commands may say about where somebody works."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from app.rules.people import Employment
from app.staffing.people import find_colleague

Command = TypeVar("Command", bound=Callable[..., Any])

NOBODY = "none"
_OPTIONS = (
    click.option("--team", help="The team's name; it is made if it is new. Who had left is back with it."),
    click.option("--job", help="What the job is called."),
    click.option("--kind", "employment", type=click.Choice([each.value for each in Employment])),
    click.option("--customer-facing/--not-customer-facing", "is_customer_facing", default=None),
    click.option("--line-manager", help="By email address or staff number; none takes away whom they have."),
    click.option("--from", "day", type=click.DateTime(["%Y-%m-%d"]), help="From which day; today if left out."),
)


def posting_options(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen_facts(organisation_id: int, chosen: dict[str, Any]) -> dict[str, Any]:
    """What was said of a posting, as `app.staffing.postings.NewPosting` names it; what was not said is left out."""
    facts = {name: value for name, value in chosen.items() if value is not None}
    if line_manager := facts.pop("line_manager", None):
        facts["line_manager_id"] = None if line_manager == NOBODY else _colleague(organisation_id, line_manager)
    return facts


def _colleague(organisation_id: int, text: str) -> int:
    found = find_colleague(organisation_id, text)
    if found is None:
        raise click.ClickException(f"Nobody in the organisation has the email address or staff number {text}.")
    return found.id
