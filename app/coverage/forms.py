from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import Optional, ValidationError

from app.coverage.views import WITHIN, Asked, By, Whom
from app.rules.people import Employment, tidy
from app.web.fields import Day
from app.web.widgets import TextInput

LARGEST_ID = 2**62
LONGEST_ROLE = 200


class DayForm(FlaskForm):
    """Of which day coverage is asked; sent by GET, so that an address says what its page shows."""

    class Meta:
        csrf = False

    on = Day(_("As at the end of"), widget=TextInput(), validators=[Optional()], render_kw={"type": "date"})

    def set_today(self, today: date) -> None:
        self.today = today

    def validate_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(gettext("Choose today or a day in the past: nobody knows yet how it will stand"))


def asked_by(arguments: Mapping[str, str], on: date | None) -> Asked | None:
    """What an address asks for; None where it names a part that there cannot be."""
    team, kind = arguments.get("team", ""), arguments.get("kind", "")
    if (team and not _is_id(team)) or (kind and kind not in set(Employment)):
        return None
    return Asked(
        on=on,
        team=int(team) if team else None,
        role=tidy(arguments.get("role", ""))[:LONGEST_ROLE],
        kind=kind,
        by=_one_of(By, arguments.get("by"), By.TEAM),
        whom=_one_of(Whom, arguments.get("show"), Whom.OVERDUE),
        within=next((days for days in WITHIN if str(days) == arguments.get("within")), WITHIN[0]),
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text[:20]) < LARGEST_ID


def _one_of(choices: Any, text: str | None, usual: Any) -> Any:
    return choices(text) if text in set(choices) else usual
