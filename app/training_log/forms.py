from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import Optional, ValidationError

from app.training_log.records import LogFilter
from app.web.scope import TeamChoice, teams_below
from app.web.widgets import SelectInput, TextInput

EARLIEST_YEAR, LATEST_YEAR = 1990, 2200


def trimmed(text: str | None) -> str:
    return (text or "").strip()


class Choice(SelectField):
    """One of a list; a wrong one is told in our own words, which can be translated."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(gettext("Choose one of the list")) from None


class Day(DateField):
    """A day; a wrong one is told in our own words, which can be translated."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a date such as 2026-03-27")) from None


class LogFilterForm(FlaskForm):
    """The filters of the log; it is sent by GET, so that an address says what its page shows."""

    class Meta:
        csrf = False

    course = Choice(_("Module"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])
    team = Choice(_("Team"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])
    since = Day(
        _("Completed from"), name="from", widget=TextInput(), validators=[Optional()], render_kw={"type": "date"}
    )
    until = Day(_("Completed to"), name="to", widget=TextInput(), validators=[Optional()], render_kw={"type": "date"})

    def offer(self, courses: Sequence[tuple[str, str]], teams: Sequence[TeamChoice]) -> None:
        self.course.choices = [("", gettext("All modules")), *courses]
        self.team.choices = [("", gettext("All teams")), *((str(team.id), team.path) for team in teams)]

    def validate_since(self, field: Day) -> None:
        _check_year(field)

    def validate_until(self, field: Day) -> None:
        _check_year(field)
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("The last day must not be before the first"))

    def wanted(self) -> LogFilter:
        team = self.team.data
        return LogFilter(
            course=self.course.data or None,
            teams=teams_below(frozenset({int(team)})) if team else None,
            since=self.since.data,
            until=self.until.data,
        )

    def address(self) -> dict[str, Any]:
        """The filters as they stand in an address; those that are not set left out."""
        values = {
            "course": self.course.data,
            "team": self.team.data,
            "from": self.since.data and self.since.data.isoformat(),
            "to": self.until.data and self.until.data.isoformat(),
        }
        return {name: value for name, value in values.items() if value}


def _check_year(field: Day) -> None:
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(gettext("Check the year"))
