from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.accounts import records
from app.accounts.device_cookie import account_key, mark_device, unmark_device
from app.accounts.forms import PasswordForm, SignInForm
from app.accounts.leaving import leave
from app.database import writing
from app.rules.devices import name_device
from app.rules.sign_in import must_wait
from app.web import clock
from app.web.access import Who, open_to, safe_path
from app.web.blinding import blind
from app.web.daily_head import sign_on_first_visit
from app.web.messages import tell
from app.web.passwords import hash_password, password_matches
from app.web.settings import settings
from app.web.visitor import load_visitor, visitor

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
    email, now = (form.email.data or "").strip().lower(), clock.now()
    keys = account_key(request, email), blind(request.remote_addr or "")
    if must_wait(*records.count_wrong_guesses(*keys, now)):
        form.email.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return _sign_in_page(form), 429
    account = records.find_account(email)
    matches = password_matches(account.password_hash if account else None, form.password.data or "")
    if account is None or not matches:
        with writing():
            records.note_wrong_guess(*keys, now)
        form.email.errors = [_("The email address or the password is not right. Check both and try again.")]
        return _sign_in_page(form), 400
    return _let_in(account.person_id, email, safe_path(form.next.data) or url_for("learning.training"))


def _sign_in_page(form: SignInForm) -> str:
    demo_people = [f"{name}@demo.example" for name in DEMO_PEOPLE] if settings().demo else []
    return render_template("accounts/sign_in.html", form=form, demo_people=demo_people)


def _let_in(person_id: int, email: str, target: str) -> Response:
    """Begin a new session; what came before it is dropped, but for an answer that was kept."""
    kept = session.get("kept")
    device = name_device(request.user_agent.string)
    with writing():
        if current_user.is_authenticated:
            records.end_session(visitor().session_id)
        token = records.open_session(person_id, device, clock.now(), timedelta(hours=settings().session_hours))
    session.clear()
    if kept:
        session["kept"] = kept
    person = load_visitor(token)
    login_user(person)
    if person:
        sign_on_first_visit(person.organisation.id, person.today)
    response = make_response(redirect(target, 303))
    mark_device(response, email)
    return response


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


@accounts.get("/account/password")
@open_to(Who.SIGNED_IN)
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=PasswordForm())


@accounts.post("/account/password")
@open_to(Who.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, person = PasswordForm(), visitor()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 400
    keys, now = (blind(f"{person.email} changing"), blind(request.remote_addr or "")), clock.now()
    if must_wait(*records.count_wrong_guesses(*keys, now)):
        form.current.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return render_template("accounts/password.html", form=form), 429
    if not password_matches(records.password_hash_of(person.id), form.current.data or ""):
        with writing():
            records.note_wrong_guess(*keys, now)
        form.current.errors = [_("This is not your current password")]
        return render_template("accounts/password.html", form=form), 400
    new_hash = hash_password(form.new.data or "")
    with writing():
        records.set_password(person.id, new_hash)
        records.end_other_sessions(person.id, person.session_id)
    tell(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("accounts.account"), 303)
