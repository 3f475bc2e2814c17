"""The words for what records hold as codes."""

from flask_babel import lazy_gettext as _

from app.rules.validity import Standing

STATES = {
    Standing.VALID: (_("In date"), "green"),
    Standing.EXPIRED: (_("Ran out"), "orange"),
    Standing.SUPERSEDED: (_("Renewed since"), "grey"),
    Standing.WITHDRAWN: (_("Does not count any more"), "yellow"),
}
"""In words, and the colour of GOV.UK's tag."""
