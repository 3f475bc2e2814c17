import re
from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.web.fields import Choice
from app.web.passwords import LONGEST, SHORTEST, why_refused
from app.web.widgets import PasswordInput, SelectInput, TextInput

LONGEST_NUMBER = 40
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
LIKE_A_STAFF_NUMBER = re.compile(r"(?=.*\d)[\w\s./-]{1,40}")


def email_field() -> StringField:
    return StringField(
        _("Email address"),
        widget=TextInput(),
        validators=[
            InputRequired(_("Enter your email address")),
            Length(max=254, message=_("This email address is too long")),
        ],
    )


def password_field() -> PasswordField:
    return PasswordField(
        _("Password"),
        widget=PasswordInput(),
        validators=[
            InputRequired(_("Enter your password")),
            Length(max=LONGEST, message=_("This password is too long")),
        ],
    )


def organisation_field() -> Choice:
    return Choice(_("Organisation"), widget=SelectInput(), validators=[InputRequired(_("Choose your organisation"))])


def number_field() -> StringField:
    return StringField(
        _("Staff number"),
        description=_("It is on your payslip or your staff pass."),
        widget=TextInput(),
        validators=[
            InputRequired(_("Enter your staff number")),
            Length(max=LONGEST_NUMBER, message=_("This staff number is too long")),
        ],
    )


def new_password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        description=_("At least 12 characters. Three words that have nothing to do with you work well."),
        widget=PasswordInput(),
        validators=[
            InputRequired(_("Enter a new password")),
            Length(min=SHORTEST, message=_("Your new password must have at least 12 characters")),
            Length(max=LONGEST, message=_("Your new password must have at most 200 characters")),
        ],
    )


def again_field(label: str) -> PasswordField:
    same = EqualTo("new", message=_("The two new passwords are not the same"))
    return PasswordField(label, widget=PasswordInput(), validators=[same])


class SignInForm(FlaskForm):
    email = email_field()
    password = password_field()
    next = HiddenField()
    sign_in = SubmitField(_("Sign in"), widget=GovSubmitInput())


class StaffSignInForm(FlaskForm):
    """For those without email address. The organisation is asked for where there is more than one."""

    organisation = organisation_field()
    number = number_field()
    password = password_field()
    next = HiddenField()
    sign_in = SubmitField(_("Sign in"), widget=GovSubmitInput())


class CodeForm(FlaskForm):
    """What stands on a printed slip."""

    organisation = organisation_field()
    number = number_field()
    code = StringField(
        _("Code"),
        description=_("12 letters and digits, such as K7XM-2RTH-9PDW. Capital letters and hyphens do not matter."),
        widget=TextInput(),
        validators=[
            InputRequired(_("Enter the code on your slip")),
            Length(max=LONGEST_NUMBER, message=_("This code is too long")),
        ],
    )
    go_on = SubmitField(_("Continue"), widget=GovSubmitInput())


class ForgottenForm(FlaskForm):
    """What is wrong is told by how it is written alone, so that nobody learns who has an account."""

    email = email_field()
    send = SubmitField(_("Send me a link"), widget=GovSubmitInput())

    def validate_email(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        if field.errors or EMAIL.fullmatch(typed):
            return
        if "@" not in typed and LIKE_A_STAFF_NUMBER.fullmatch(typed):
            raise ValidationError(
                gettext("This looks like a staff number. Ask your training lead for a new code on paper instead")
            )
        raise ValidationError(gettext("Enter an email address, such as name@example.org"))


class NewPasswordForm(FlaskForm):
    """A form with a field `new`. Nobody's password may be made of what is `known` of them."""

    def __init__(self, *known: str | None) -> None:
        super().__init__()
        self.known = known

    def validate_new(self, field: PasswordField) -> None:
        reason = None if field.errors else why_refused(field.data or "", self.known)
        if reason:
            raise ValidationError(reason)


class ChooseForm(NewPasswordForm):
    """A first password, or a new one for somebody who forgot theirs."""

    new = new_password_field(_("Your new password"))
    again = again_field(_("The same password again"))
    save = SubmitField(_("Save and sign in"), widget=GovSubmitInput())


class PasswordForm(NewPasswordForm):
    current = PasswordField(
        _("Current password"), widget=PasswordInput(), validators=[InputRequired(_("Enter your current password"))]
    )
    new = new_password_field(_("New password"))
    again = again_field(_("New password again"))
    save = SubmitField(_("Change password"), widget=GovSubmitInput())


def offer_organisations(form: StaffSignInForm | CodeForm, choices: Sequence[tuple[int, str]]) -> None:
    """Have somebody choose their organisation, unless there is one only."""
    if len(choices) == 1:
        form.organisation.validators = []
        form.organisation.data = str(choices[0][0])
    form.organisation.choices = [("", gettext("Choose")), *((str(each), name) for each, name in choices)]
