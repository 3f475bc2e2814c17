from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import EqualTo, InputRequired, Length

from app.web.passwords import LONGEST, SHORTEST
from app.web.widgets import PasswordInput, TextInput


class SignInForm(FlaskForm):
    email = StringField(
        _("Email address"),
        widget=TextInput(),
        validators=[
            InputRequired(_("Enter your email address")),
            Length(max=254, message=_("This email address is too long")),
        ],
    )
    password = PasswordField(
        _("Password"),
        widget=PasswordInput(),
        validators=[
            InputRequired(_("Enter your password")),
            Length(max=LONGEST, message=_("This password is too long")),
        ],
    )
    next = HiddenField()
    sign_in = SubmitField(_("Sign in"), widget=GovSubmitInput())


class PasswordForm(FlaskForm):
    current = PasswordField(
        _("Current password"), widget=PasswordInput(), validators=[InputRequired(_("Enter your current password"))]
    )
    new = PasswordField(
        _("New password"),
        description=_("At least 12 characters. Three words that have nothing to do with you work well."),
        widget=PasswordInput(),
        validators=[
            InputRequired(_("Enter a new password")),
            Length(min=SHORTEST, message=_("Your new password must have at least 12 characters")),
            Length(max=LONGEST, message=_("Your new password must have at most 200 characters")),
        ],
    )
    again = PasswordField(
        _("New password again"),
        widget=PasswordInput(),
        validators=[EqualTo("new", message=_("The two new passwords are not the same"))],
    )
    save = SubmitField(_("Change password"), widget=GovSubmitInput())
