from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import Optional, ValidationError

from app.training_log.views import LogFilter
from app.web.fields import Choice, Day, trimmed
from app.web.scope import TeamChoice, teams_below
from app.web.widgets import SelectInput, TextInput

EVERYTHING = "all"


def _day(label: str, **more: Any) -> Day:
    return Day(label, widget=TextInput(), validators=[Optional()], render_kw={"type": "date"}, **more)


class LogFilterForm(FlaskForm):
    """The filters of the log; it is sent by GET, so that an address says what its page shows."""

    class Meta:
        csrf = False

    course = Choice(_("Course"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])
    team = Choice(_("Team"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])
    since = _day(_("Completed from"), name="from")
    until = _day(_("Completed to"), name="to")
    entries = Choice(_("Entries"), widget=SelectInput(), validators=[Optional()], filters=[trimmed])
    as_at = _day(_("As at the end of"))

    def offer(self, courses: Sequence[tuple[str, str]], teams: Sequence[TeamChoice], today: date) -> None:
        self.course.choices = [("", gettext("All courses")), *courses]
        self.team.choices = [("", gettext("All teams")), *((str(team.id), team.path) for team in teams)]
        self.entries.choices = [("", gettext("What counts")), (EVERYTHING, gettext("Everything recorded"))]
        self.today = today

    def validate_until(self, field: Day) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("The last day must not be before the first"))

    def validate_as_at(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(gettext("Choose today or a day in the past"))

    def wanted(self) -> LogFilter:
        team = self.team.data
        return LogFilter(
            course=self.course.data or None,
            teams=teams_below(frozenset({int(team)})) if team else None,
            since=self.since.data,
            until=self.until.data,
            as_at=self.as_at.data,
            everything=self.entries.data == EVERYTHING,
        )

    def address(self, **changes: object) -> dict[str, object]:
        """The filters as they stand in an address, with some changed; those that are not set left out."""
        values: dict[str, object] = {
            "course": self.course.data,
            "team": self.team.data,
            "from": self.since.data and self.since.data.isoformat(),
            "to": self.until.data and self.until.data.isoformat(),
            "entries": self.entries.data,
            "as_at": self.as_at.data and self.as_at.data.isoformat(),
        }
        return {name: value for name, value in (values | changes).items() if value}
