"""Signing in without email address."""

from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import records, tokens
from app.accounts.entering import Refusal, enter, let_in
from app.accounts.finding import find_staff_account, staff_name
from app.accounts.forms import CodeForm, StaffSignInForm, offer_organisations
from app.accounts.password_routes import SECRET
from app.database import writing
from app.rules.one_time_codes import read
from app.rules.sign_in import must_wait
from app.staffing.organisations import organisations
from app.web import clock
from app.web.access import Who, open_to, safe_path
from app.web.blinding import blind

staff_sign_in = Blueprint("staff_sign_in", __name__, template_folder="templates")

AnyForm = TypeVar("AnyForm", StaffSignInForm, CodeForm)


@staff_sign_in.get("/sign-in/staff")
@open_to(Who.ANYONE)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("learning.training"), 303)
    return _sign_in_page(_offered(StaffSignInForm(next=request.args.get("next", ""))))


@staff_sign_in.post("/sign-in/staff")
@open_to(Who.ANYONE)
def sign_in_with_password() -> ResponseReturnValue:
    form = _offered(StaffSignInForm())
    if not form.validate_on_submit():
        return _sign_in_page(form), 400
    organisation_id, number = int(form.organisation.data), form.number.data or ""
    name = staff_name(organisation_id, number)
    account = enter(name, lambda: find_staff_account(organisation_id, number), form.password.data or "")
    if account is Refusal.WAIT:
        form.number.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return _sign_in_page(form), 429
    if account is Refusal.WRONG:
        form.number.errors = [_("The staff number or the password is not right. Check both and try again.")]
        return _sign_in_page(form), 400
    return let_in(account, safe_path(form.next.data) or url_for("learning.training"))


@staff_sign_in.get("/sign-in/code")
@open_to(Who.ANYONE)
def code() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("learning.training"), 303)
    return _code_page(_offered(CodeForm()))


@staff_sign_in.post("/sign-in/code")
@open_to(Who.ANYONE)
def use_code() -> ResponseReturnValue:
    """Wrong codes count against the network alone: they cannot be guessed, and a stranger must not keep anybody out."""
    form = _offered(CodeForm())
    if not form.validate_on_submit():
        return _code_page(form), 400
    keys, now = (blind("a one-time code"), blind(request.remote_addr or "")), clock.now()
    _any_code, from_network = records.count_wrong_guesses(*keys, now)
    if must_wait(0, from_network):
        form.code.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return _code_page(form), 429
    secret = tokens.secret_of(read(form.code.data or "") or "")
    chance = tokens.find_chance(secret, now)
    typed = staff_name(int(form.organisation.data), form.number.data or "")
    if chance is None or chance.account.sign_in_name != typed:
        with writing():
            records.note_wrong_guess(*keys, now)
        form.code.errors = [_("The staff number or the code is not right, or the code has been used or has run out.")]
        return _code_page(form), 400
    session[SECRET] = secret
    return redirect(url_for("passwords.choose"), 303)


def _offered(form: AnyForm) -> AnyForm:
    offer_organisations(form, [(each.id, each.name) for each in organisations()])
    return form


def _sign_in_page(form: StaffSignInForm) -> str:
    return render_template("accounts/staff_sign_in.html", form=form)


def _code_page(form: CodeForm) -> str:
    return render_template("accounts/code.html", form=form)
