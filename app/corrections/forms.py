from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SelectChoice, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.corrections.records import EntryFacts
from app.rules.corrections import Claim, Objection
from app.rules.training_log import CorrectionReason, Method
from app.web.courses import CourseFacts
from app.web.fields import Choice, Day, trimmed
from app.web.log_wording import METHODS, WHY_CORRECTED, WHY_WITHDRAWN
from app.web.widgets import SelectInput, TextInput

LONGEST_NOTE = 500
DATE = {"type": "date"}
TO_CHOOSE = frozenset(METHODS) - {Method.RECOGNITION}
"""Recognising is done on a page of its own, by a reason."""

NOTE = _("It stays in the log, beside the entry. Write nothing about anybody's private life.")


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in words.items()]


def note_field() -> TextAreaField:
    return TextAreaField(
        _("What happened"),
        description=NOTE,
        widget=GovTextArea(),
        filters=[trimmed],
        validators=[
            DataRequired(_("Say what happened")),
            Length(max=LONGEST_NOTE, message=_("This must have at most 500 characters")),
        ],
    )


def require_reason(field: Choice) -> None:
    if not field.data:
        raise ValidationError(_("Choose a reason"))


class CorrectionForm(FlaskForm):
    """What the entry should have said, and why."""

    completed_on = Day(
        _("Completed on"), widget=TextInput(), render_kw=DATE, validators=[InputRequired(_("Enter the day"))]
    )
    course = Choice(_("Course"), widget=SelectInput())
    method = Choice(_("How"), widget=SelectInput())
    valid_until = Day(
        _("Valid until"),
        description=_("Leave it empty to have it worked out from the course."),
        widget=TextInput(),
        render_kw=DATE,
        validators=[Optional()],
    )
    reason = Choice(_("What was wrong"), widget=SelectInput())
    note = note_field()
    save = SubmitField(_("Record the correction"), widget=GovSubmitInput())

    def offer(self, entry: EntryFacts, courses: Mapping[str, CourseFacts]) -> None:
        """Put in the choices, and what the entry says now."""
        titles = {entry.course: entry.title} | {course.slug: course.title for course in courses.values()}
        self.course.choices = choices(titles)
        self.method.choices = choices(
            {method: words for method, words in METHODS.items() if method in (entry.method, *TO_CHOOSE)}
        )
        restored = CorrectionReason.RESTORED
        reasons = {restored: WHY_CORRECTED[restored]} if entry.is_withdrawal else dict(WHY_CORRECTED)
        if not entry.is_withdrawal:
            del reasons[restored]
        self.reason.choices = [SelectChoice("", ""), *choices(reasons)]
        if not self.is_submitted():
            self.completed_on.data, self.course.data, self.method.data = entry.completed_on, entry.course, entry.method
            self.reason.data = str(restored) if entry.is_withdrawal else ""

    def validate_reason(self, field: Choice) -> None:
        require_reason(field)

    def object(self, objection: Objection) -> None:
        """Tell beside the right field why the correction is not recorded."""
        field, words = {
            Objection.NOTHING_CHANGES: (self.completed_on, _("This is what the entry says already")),
            Objection.IN_THE_FUTURE: (self.completed_on, _("This day has not come yet")),
            Objection.ENDS_BEFORE_IT_BEGINS: (self.valid_until, _("This is before the day it was completed")),
        }[objection]
        field.errors = [*field.errors, words]

    def claim(self, until: Any) -> Claim:
        return Claim(self.course.data, self.method.data, self.completed_on.data, self.valid_until.data or until)


class WithdrawalForm(FlaskForm):
    """Why a completion does not count."""

    reason = Choice(
        _("Why it does not count"),
        widget=SelectInput(),
        choices=[SelectChoice("", ""), *choices(WHY_WITHDRAWN)],
    )
    note = note_field()
    save = SubmitField(_("Withdraw it"), widget=GovSubmitInput())

    def validate_reason(self, field: Choice) -> None:
        require_reason(field)
