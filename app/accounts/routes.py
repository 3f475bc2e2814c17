from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app.accounts import records
from app.accounts.device_cookie import unmark_device
from app.accounts.entering import Refusal, enter, let_in
from app.accounts.finding import email_name, find_account
from app.accounts.forms import SignInForm
from app.accounts.leaving import leave
from app.database import writing
from app.web import clock
from app.web.access import Who, open_to, safe_path
from app.web.messages import tell
from app.web.settings import settings
from app.web.visitor import visitor

accounts = Blueprint("accounts", __name__, template_folder="templates")

WIPE = '"cache", "storage"'
DEMO_PEOPLE = ("learner", "manager", "trainer", "lead", "admin")


@accounts.get("/sign-in")
@open_to(Who.ANYONE)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("learning.training"), 303)
    return _sign_in_page(SignInForm(next=request.args.get("next", "")))


@accounts.post("/sign-in")
@open_to(Who.ANYONE)
def sign_in_with_password() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 400
    name = email_name(form.email.data or "")
    account = enter(name, lambda: find_account(name), form.password.data or "")
    if account is Refusal.WAIT:
        form.email.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return _sign_in_page(form), 429
    if account is Refusal.WRONG:
        form.email.errors = [_("The email address or the password is not right. Check both and try again.")]
        return _sign_in_page(form), 400
    return let_in(account, safe_path(form.next.data) or url_for("learning.training"))


def _sign_in_page(form: SignInForm) -> str:
    demo_people = [f"{name}@demo.example" for name in DEMO_PEOPLE] if settings().demo else []
    return render_template("accounts/sign_in.html", form=form, demo_people=demo_people)


@accounts.post("/sign-out")
@open_to(Who.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    with writing():
        records.end_session(visitor().session_id)
    logout_user()
    session.clear()
    tell(_("You have signed out."))
    response = make_response(redirect(url_for("accounts.sign_in"), 303))
    response.headers["Clear-Site-Data"] = WIPE
    return response


@accounts.get("/exit")
@open_to(Who.ANYONE)
def exit_page() -> ResponseReturnValue:
    """Leave at once, whatever else is broken.

    A link on another site may bring somebody here, but cannot sign them out.
    """
    asked_here = request.headers.get("Sec-Fetch-Site") != "cross-site"
    response = make_response(redirect(leave(end_session=asked_here), 303))
    if asked_here:
        session.clear()
        unmark_device(response)
        response.headers["Clear-Site-Data"] = WIPE
    return response


@accounts.get("/account")
@open_to(Who.SIGNED_IN)
def account() -> ResponseReturnValue:
    sessions = records.sessions_of(visitor().id, clock.now())
    return render_template("accounts/account.html", person=visitor(), sessions=sessions)


@accounts.post("/account/sign-out-elsewhere")
@open_to(Who.SIGNED_IN)
def sign_out_elsewhere() -> ResponseReturnValue:
    with writing():
        ended = records.end_other_sessions(visitor().id, visitor().session_id)
    tell(_("You are signed out everywhere else.") if ended else _("You were not signed in anywhere else."))
    return redirect(url_for("accounts.account"), 303)
