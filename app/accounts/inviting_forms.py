"""Filters that stand in the address, and the buttons below them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.accounts.waiting import WhoNeedsCode
from app.web import clock
from app.web.fields import Choice, trimmed
from app.web.scope import Scope, TeamChoice, everybody_of, teams_below
from app.web.visitor import visitor
from app.web.widgets import SelectInput, TextInput

EVERYBODY = "everybody"


def everybody_here() -> Scope:
    """Everybody of the visitor's organisation, whom training leads and administrators may invite."""
    return everybody_of(visitor())


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
        return {field.name: field.data for field in self if field.data}


class CodesForm(TeamForm):
    text = StringField(
        _("Name, staff number or team"),
        name="q",
        widget=TextInput(),
        validators=[Optional(), Length(max=200, message=_("This is too long. A part is enough."))],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
    show = Choice(_("Who"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        super().offer(teams)
        self.show.choices = [
            ("", gettext("No password yet")),
            (EVERYBODY, gettext("Everybody")),
        ]

    def wanted(self) -> WhoNeedsCode:
        return WhoNeedsCode(everybody=self.show.data == EVERYBODY, text=self.text.data or "")
