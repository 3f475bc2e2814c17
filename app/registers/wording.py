"""The words for what sessions hold as codes."""

from flask_babel import lazy_gettext as _

from app.rules.registers import Attended, Obstacle, State
from app.rules.training_log import Method
from app.web.log_wording import METHODS as METHODS_OF_ALL

METHODS = {method: METHODS_OF_ALL[method] for method in (Method.IN_PERSON, Method.WEBINAR, Method.EXTERNAL)}
"""How people are taught together."""

ATTENDED = {
    Attended.FULL: _("In full"),
    Attended.PART: _("In part"),
    Attended.ABSENT: _("Did not come"),
}

STATES = {
    State.PLANNED: _("To be held"),
    State.TO_SIGN: _("Register to be signed"),
    State.SIGNED: _("Signed"),
}

COLOURS = {State.PLANNED: "blue", State.TO_SIGN: "orange", State.SIGNED: "green"}

OBSTACLES = {
    Obstacle.SIGNED: _("The register is signed already."),
    Obstacle.NOT_YET: _("The register can be signed from the day of the session on."),
    Obstacle.NOBODY: _("Nobody is on the register yet. Add people first."),
    Obstacle.UNMARKED: _("Mark how each person attended, and save the register. Then it can be signed."),
}
