"""The one word for where an assignment stands, the same on every page."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import NOT_COUNTED, State

NOTHING_NOW = "nothing-now"
"""How it is shown to others that nothing is asked now: one word for who is exempt, away, waits or is not bound."""

AVAILABLE = "available"


class Label(NamedTuple):
    """`colour` is one of GOV.UK's for tags; without one the words stand alone."""

    words: LazyString
    colour: str = ""


LABELS: dict[str, Label] = {
    State.OVERDUE.value: Label(_("Overdue"), "orange"),
    State.NOT_YET.value: Label(_("Not yet done"), "blue"),
    State.RENEW.value: Label(_("Renew now"), "yellow"),
    State.IN_DATE.value: Label(_("In date"), "green"),
    State.SUGGESTED.value: Label(_("Recommended"), "grey"),
    AVAILABLE: Label(_("Available"), "grey"),
    NOTHING_NOW: Label(_("Nothing to do now")),
}


def shown_as(state: State | None, strength: str = Strength.MANDATORY) -> str:
    """Under which of `LABELS` a state is shown to others; None where a requirement does not bind somebody."""
    if state is None or state in NOT_COUNTED:
        return NOTHING_NOW
    return AVAILABLE if state is State.SUGGESTED and strength == Strength.AVAILABLE else state.value
