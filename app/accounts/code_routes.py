"""Printing one-time codes for people without email address."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import inviting, waiting
from app.accounts.inviting_forms import CodesForm, day_here, everybody_here
from app.database import writing
from app.rules.one_time_codes import written
from app.rules.rights import Right, Rights
from app.rules.sign_in import LASTS, Purpose
from app.staffing.organisations import organisations
from app.web import clock
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.messages import tell
from app.web.scope import Scope, team_choices
from app.web.settings import settings
from app.web.visitor import visitor

codes = Blueprint("codes", __name__, template_folder="templates")

MOST_SLIPS = 200
BAD_FORM = 400
LONG_AGO = datetime.min.replace(tzinfo=UTC)
A_DAY = timedelta(days=1)


@codes.get("/people/codes")
@open_to(Who.LEAD, Who.ADMIN)
def choose_people() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return render_template("accounts/codes.html", form=form, shown=None), BAD_FORM
    return _people_page(form)


@codes.post("/people/codes")
@open_to(Who.LEAD, Who.ADMIN)
def print_codes() -> ResponseReturnValue:
    """The slips themselves: of a code only a hash is kept, so no other page can show it again."""
    form, chosen = _form(), request.form.getlist("person", type=int)[:MOST_SLIPS]
    if not form.validate():
        abort(BAD_FORM)
    if not chosen:
        return _people_page(form, nobody_chosen=True), BAD_FORM
    now = clock.now()
    query = waiting.without_email(*_whom(form), now)
    with writing():
        slips = inviting.print_codes(query, chosen, _drawn_at(), now)
    if not slips:
        tell(_("These codes are made already and cannot be shown again. If they were not printed, make new ones."))
        return redirect(url_for("codes.choose_people", **form.address()), 303)
    return render_template(
        "accounts/slips.html",
        slips=slips,
        organisation=visitor().organisation.name,
        written=written,
        address=settings().public_url + url_for("staff_sign_in.code"),
        last_day=visitor().today + LASTS[Purpose.CODE] - A_DAY,
        asks_organisation=len(organisations()) > 1,
    )


def _people_page(form: CodesForm, *, nobody_chosen: bool = False) -> str:
    scope, by, wanted = _whom(form)
    look_at_list(visitor(), scope, "list")
    now = clock.now()
    shown, count = waiting.page_of(waiting.without_email(scope, by, wanted, now), MOST_SLIPS)
    return render_template(
        "accounts/codes.html", form=form, shown=shown, count=count, now=now, day=day_here, nobody_chosen=nobody_chosen
    )


def _whom(form: CodesForm) -> tuple[Scope, Rights, waiting.WhoNeedsCode]:
    """Whom the form asks for: in which scope, by whom, and who of these."""
    me = visitor()
    held = {Right.TRAINER: me.is_trainer, Right.LEAD: me.is_lead, Right.ADMIN: me.is_admin}
    rights = frozenset(right for right, is_held in held.items() if is_held)
    return form.narrow(everybody_here()), rights, form.wanted()


def _form() -> CodesForm:
    form = CodesForm(request.values)
    form.offer(team_choices(everybody_here()))
    return form


def _drawn_at() -> datetime:
    """When the page was drawn that is sent; long ago if it does not say."""
    try:
        drawn = datetime.fromisoformat(request.form.get("drawn", ""))
    except ValueError:
        return LONG_AGO
    return drawn if drawn.tzinfo else LONG_AGO
