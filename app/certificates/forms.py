from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from app.web.widgets import FileInput


class PdfForm(FlaskForm):
    pdf = FileField(
        _("The certificate as a PDF"),
        description=_("Up to 2 MB. We look at it once and do not keep it."),
        widget=FileInput(),
        validators=[FileRequired(_("Choose the PDF that you want to check"))],
    )
    check = SubmitField(_("Check this PDF"), widget=GovSubmitInput())
