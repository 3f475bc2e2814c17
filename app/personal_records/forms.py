from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.personal_records.finding import Wanted
from app.web.fields import Choice, trimmed
from app.web.scope import TeamChoice, teams_below
from app.web.widgets import SelectInput, TextInput


class FindPeopleForm(FlaskForm):
    """Whom to look for; it is sent by GET, so that an address says what its page shows."""

    class Meta:
        csrf = False

    text = StringField(
        _("Name or email address"),
        name="q",
        widget=TextInput(),
        validators=[Optional(), Length(max=200, message=_("This is too long. Part of the name is enough."))],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
    team = Choice(_("Team"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        self.team.choices = [("", gettext("All teams")), *((str(team.id), team.path) for team in teams)]

    def wanted(self) -> Wanted:
        team = self.team.data
        return Wanted(self.text.data or "", teams_below(frozenset({int(team)})) if team else None)

    def address(self) -> dict[str, Any]:
        """The filters as they stand in an address; those that are not set left out."""
        values = {"q": self.text.data, "team": self.team.data}
        return {name: value for name, value in values.items() if value}
