"""The words of the log's page for what files say in codes."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.rules.training_log import Kind, State


class Tag(NamedTuple):
    """`colour` is one of GOV.UK's."""

    words: LazyString
    colour: str


STATES = {
    State.CURRENT: Tag(_("In date"), "green"),
    State.EXPIRED: Tag(_("Ran out"), "orange"),
    State.SUPERSEDED: Tag(_("Renewed since"), "grey"),
    State.CORRECTED: Tag(_("Corrected"), "yellow"),
    State.WITHDRAWN: Tag(_("Withdrawn"), "red"),
}

KINDS = {
    Kind.IMPORT: _("from older records"),
    Kind.CORRECTION: _("corrects"),
    Kind.WITHDRAWAL: _("withdraws"),
}
