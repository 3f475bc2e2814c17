from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SelectChoice, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.rules.plans import Progress
from app.training_plan.records import Line
from app.training_plan.wording import PROGRESS
from app.web.fields import Day, OneOf, one_line, trimmed
from app.web.widgets import RadioInput, TextArea, TextInput

LONGEST, LONGEST_NOTE = 200, 2_000
TOO_LONG = Length(max=LONGEST, message=_("This must have at most 200 characters"))


class LineForm(FlaskForm):
    """A line of the plan."""

    title = StringField(
        _("What is to be done"),
        description=_("For example: Level 1 in person for every repairs team"),
        widget=TextInput(),
        filters=[one_line],
        validators=[DataRequired(_("Enter what is to be done")), TOO_LONG],
    )
    owner = StringField(_("Who sees to it"), widget=TextInput(), filters=[one_line], validators=[TOO_LONG])
    progress = OneOf(
        _("How far it is"),
        choices=[SelectChoice(str(progress), words) for progress, words in PROGRESS.items()],
        default=str(Progress.NOT_STARTED),
        widget=RadioInput(),
        validators=[InputRequired(_("Choose how far it is"))],
    )
    due_on = Day(
        _("By when"),
        description=_("Leave it empty if there is no day yet."),
        widget=TextInput(),
        validators=[Optional()],
    )
    note = TextAreaField(
        _("Notes"),
        description=_("Where the evidence is, for example. Do not write anything about people here."),
        widget=TextArea(),
        filters=[trimmed],
        validators=[Length(max=LONGEST_NOTE, message=_("The notes must have at most 2,000 characters"))],
    )
    save = SubmitField(_("Save"), widget=GovSubmitInput())

    def line(self) -> Line:
        return Line(
            title=self.title.data,
            owner=self.owner.data or "",
            progress=self.progress.data,
            due_on=self.due_on.data,
            note=self.note.data or "",
        )
