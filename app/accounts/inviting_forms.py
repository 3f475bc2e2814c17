"""Filters that stand in the address, and the buttons below them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from app.web import clock
from app.web.fields import Choice, trimmed
from app.web.scope import Scope, TeamChoice, teams_below
from app.web.visitor import visitor
from app.web.widgets import SelectInput

EVERYBODY = "everybody"


def day_here(instant: datetime) -> date:
    """The day that it was at an instant in the visitor's organisation."""
    return instant.astimezone(clock.zone(visitor().organisation.time_zone)).date()


class TeamForm(FlaskForm):
    """Whose people to show; it is sent by GET, or with the button that is for those shown."""

    class Meta:
        csrf = False

    team = Choice(_("Team"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        self.team.choices = [("", gettext("All teams")), *((str(team.id), team.path) for team in teams)]

    def narrow(self, scope: Scope) -> Scope:
        return scope.narrowed(teams_below(frozenset({int(self.team.data)}))) if self.team.data else scope

    def address(self) -> dict[str, Any]:
        """The filters as they stand in an address; those that are not set left out."""
        return {name: field.data for name, field in self._fields.items() if field.data}


class CodesForm(TeamForm):
    show = Choice(_("Who"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        super().offer(teams)
        self.show.choices = [
            ("", gettext("No password yet")),
            (EVERYBODY, gettext("Everybody")),
        ]
