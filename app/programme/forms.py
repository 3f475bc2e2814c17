from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.fields import one_line
from app.web.widgets import TextArea, TextInput


class NameForm(FlaskForm):
    seal = HiddenField()
    name = StringField(
        _("What is it called?"),
        description=_("For example the name of your organisation and the year."),
        widget=TextInput(),
        filters=[one_line],
        validators=[
            DataRequired(_("Enter a name")),
            Length(max=200, message=_("This must have at most 200 characters")),
        ],
    )
    save = SubmitField(_("Save in the draft"), widget=GovSubmitInput())


class TextForm(FlaskForm):
    """The whole draft. How long it may be is told with its other problems."""

    seal = HiddenField()
    source = TextAreaField(
        _("The programme as text"),
        description=_("In YAML, the format of programme files. Problems are told with their line."),
        widget=TextArea(),
    )
    save = SubmitField(_("Save in the draft"), widget=GovSubmitInput())
