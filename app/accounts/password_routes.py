"""Choosing a password: for the first time, after forgetting it, or instead of the one in use."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import records, tokens
from app.accounts.entering import begin, session_before, welcome
from app.accounts.finding import email_name, find_account
from app.accounts.forms import ChooseForm, ForgottenForm, PasswordForm
from app.accounts.letters import password_changed
from app.accounts.resetting import offer_reset
from app.database import writing
from app.mailing.queue import queue_mail
from app.rules.sign_in import must_wait
from app.web import clock
from app.web.access import Who, open_to
from app.web.blinding import blind
from app.web.messages import tell
from app.web.passwords import hash_password, password_matches
from app.web.visitor import visitor

passwords = Blueprint("passwords", __name__, template_folder="templates")

SECRET = "choosing"  # noqa: S105 - where the session keeps one
LONGEST_SECRET = 100
GONE = 410


@passwords.get("/sign-in/forgotten")
@open_to(Who.ANYONE)
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@passwords.post("/sign-in/forgotten")
@open_to(Who.ANYONE)
def send_link() -> ResponseReturnValue:
    """The same answer, after the same work, whether the address is known or not."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 400
    name, now = email_name(form.email.data or ""), clock.now()
    keys = blind(f"{name} forgotten"), blind(f"{request.remote_addr} forgotten")
    asked, from_network = records.count_wrong_guesses(*keys, now)
    if must_wait(0, from_network):
        form.email.errors = [_("Too many tries. Wait five minutes, then try again.")]
        return render_template("accounts/forgotten.html", form=form), 429
    with writing():
        records.note_wrong_guess(*keys, now)
        offer_reset(name, asked, now)
    return redirect(url_for("passwords.link_sent"), 303)


@passwords.get("/sign-in/forgotten/sent")
@open_to(Who.ANYONE)
def link_sent() -> ResponseReturnValue:
    return render_template("accounts/link_sent.html")


@passwords.get("/sign-in/link/<secret>")
@open_to(Who.ANYONE)
def link(secret: str) -> ResponseReturnValue:
    """Take the secret out of the address bar, so that no page, history or referrer carries it on."""
    session[SECRET] = secret[:LONGEST_SECRET]
    return redirect(url_for("passwords.choose"), 303)


@passwords.get("/sign-in/choose")
@open_to(Who.ANYONE)
def choose() -> ResponseReturnValue:
    chance = tokens.find_chance(session.get(SECRET, ""), clock.now())
    if chance is None:
        return _over()
    return render_template("accounts/choose.html", form=ChooseForm(), account=chance.account)


@passwords.post("/sign-in/choose")
@open_to(Who.ANYONE)
def save_choice() -> ResponseReturnValue:
    secret, now = session.get(SECRET, ""), clock.now()
    chance = tokens.find_chance(secret, now)
    if chance is None:
        return _over()
    whose = chance.account
    form = ChooseForm(whose.name, whose.email, whose.staff_number, whose.organisation)
    if not form.validate_on_submit():
        return render_template("accounts/choose.html", form=form, account=chance.account), 400
    new_hash, previous = hash_password(form.new.data or ""), session_before()
    with writing():
        account = tokens.choose(secret, new_hash, now)
        token = account and begin(account, previous)
        if account and account.email and account.password_hash:
            queue_mail(password_changed(account), now)
    return welcome(token, account, url_for("learning.training")) if account and token else _over()


def _over() -> ResponseReturnValue:
    session.pop(SECRET, None)
    return render_template("accounts/over.html"), GONE


@passwords.get("/account/password")
@open_to(Who.SIGNED_IN)
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=PasswordForm())


@passwords.post("/account/password")
@open_to(Who.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    person = visitor()
    form = PasswordForm(person.name, person.email, person.staff_number, person.organisation.name)
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 400
    keys, now = (blind(f"{person.id} changing"), blind(request.remote_addr or "")), clock.now()
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
        if (account := find_account(person.email or "")) is not None:
            queue_mail(password_changed(account), now)
    tell(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("accounts.account"), 303)
