from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.assignments.words.labels import LABELS
from app.people.views import SOON, TeamFilter
from app.rules.programmes.requirements import Requirement
from app.web.fields import Choice, trimmed
from app.web.scope import TeamChoice, teams_below
from app.web.widgets import SelectInput, TextInput


def _choice(label: str) -> Choice:
    return Choice(label, widget=SelectInput(), validators=[Optional()], filters=[trimmed])


class TeamFilterForm(FlaskForm):
    """Whom of my people to show; it is sent by GET, so that an address says what its page shows."""

    class Meta:
        csrf = False

    requirement = _choice(_("Training"))
    state = _choice(_("Where they stand"))
    team = _choice(_("Team"))
    text = StringField(
        _("Name"),
        name="q",
        widget=TextInput(),
        validators=[Optional(), Length(max=200, message=_("This is too long. Part of the name is enough."))],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, requirements: Sequence[Requirement], teams: Sequence[TeamChoice]) -> None:
        self.requirement.choices = [("", gettext("All training")), *((each.key, each.title) for each in requirements)]
        self.team.choices = [("", gettext("All teams")), *((str(team.id), team.path) for team in teams)]
        states = [(code, str(label.words)) for code, label in LABELS.items()]
        soon = (SOON, gettext("Due in the next 30 days"))
        self.state.choices = [("", gettext("Everybody")), states[0], soon, *states[1:]]

    def leave_out_unknown(self) -> None:
        """Show all where an address, such as an old bookmark, asks for something that is not in a list."""
        for field in (self.requirement, self.state, self.team):
            if field.data not in {value for value, _label in field.choices}:
                field.data = ""

    def wanted(self) -> TeamFilter:
        team = self.team.data
        return TeamFilter(
            requirement=self.requirement.data or None,
            state=self.state.data or None,
            teams=teams_below(frozenset({int(team)})) if team else None,
            text=self.text.data or "",
        )

    def address(self, **changes: object) -> dict[str, Any]:
        """The filters as they stand in an address, with some changed; those that are not set left out."""
        values: dict[str, Any] = {
            "requirement": self.requirement.data,
            "state": self.state.data,
            "team": self.team.data,
            "q": self.text.data,
        }
        return {name: value for name, value in (values | changes).items() if value}
