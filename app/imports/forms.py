from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SelectChoice, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.rules.training_log import RecognitionReason
from app.web.courses import CourseFacts
from app.web.fields import Choice, Day, OneOf, one_line, trimmed
from app.web.log_wording import WHY_RECOGNISED
from app.web.widgets import FileInput, RadioInput, SelectInput, TextArea, TextInput

LONGEST_EVIDENCE = 200
LONGEST_NOTE = 500


class UploadForm(FlaskForm):
    """A file of old records."""

    file = FileField(
        _("Your file"),
        description=_("CSV, at most 5 MB and 10,000 rows. Nothing is added to the log yet."),
        widget=FileInput(),
        validators=[FileRequired(_("Choose a file"))],
    )
    check = SubmitField(_("Check the file"), widget=GovSubmitInput())

    def object(self, words: str) -> None:
        """Tell beside the file why it cannot be used."""
        self.file.errors = [*self.file.errors, words]


class RecognitionForm(FlaskForm):
    """Whose earlier learning counts, of what, since when and why."""

    email = StringField(
        _("Whose learning it is"),
        description=_("The email address that they have here"),
        widget=TextInput(),
        filters=[trimmed],
        validators=[InputRequired(_("Enter an email address")), Length(max=254, message=_("This is too long"))],
    )
    course = Choice(_("The course that it counts as"), widget=SelectInput())
    completed_on = Day(
        _("The day on which it was completed"),
        widget=TextInput(),
        render_kw={"type": "date"},
        validators=[InputRequired(_("Enter the day"))],
    )
    reason = OneOf(
        _("Why it counts"),
        widget=RadioInput(),
        choices=[SelectChoice(str(code), words) for code, words in WHY_RECOGNISED.items()],
    )
    evidence = StringField(
        _("What speaks for it"),
        description=_(
            "For example a certificate's number, or where the paper is kept. Not needed for an administrative reason."
        ),
        widget=TextInput(),
        filters=[one_line],
        validators=[Length(max=LONGEST_EVIDENCE, message=_("This must have at most 200 characters"))],
    )
    note = TextAreaField(
        _("Note (optional)"),
        description=_("It stays in the log. Do not write anything about the person's private life."),
        widget=TextArea(),
        filters=[trimmed],
        validators=[Optional(), Length(max=LONGEST_NOTE, message=_("This must have at most 500 characters"))],
    )
    save = SubmitField(_("Record it"), widget=GovSubmitInput())

    def offer(self, courses: Mapping[str, CourseFacts]) -> None:
        titles = [SelectChoice(slug, course.title) for slug, course in courses.items()]
        self.course.choices = [SelectChoice("", ""), *titles]

    def validate_course(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the course"))

    def validate_reason(self, field: OneOf) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose why it counts"))

    def validate_evidence(self, field: StringField) -> None:
        if not field.data and self.reason.data != RecognitionReason.ADMINISTRATIVE:
            raise ValidationError(gettext("Say what speaks for it"))

    def object(self, field: Any, words: str) -> None:
        """Tell beside a field why the learning is not recognised."""
        field.errors = [*field.errors, words]
