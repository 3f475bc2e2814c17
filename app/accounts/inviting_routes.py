"""Who has never signed in, and inviting them by mail."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import inviting, waiting
from app.accounts.inviting_forms import TeamForm, day_here, everybody_here
from app.database import writing
from app.documents.csv_file import csv_stream
from app.web import clock
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.messages import tell
from app.web.scope import Scope, team_choices
from app.web.visitor import visitor

invitations = Blueprint("invitations", __name__, template_folder="templates")

PAGE_SIZE = 50
BAD_FORM = 400
WAYS = {"invitation": "email", "code": "code"}
HEADER = ("name", "email", "staff_number", "team", "since", "invited_by", "invited_on", "works_until")


@invitations.get("/people/invitations")
@open_to(Who.LEAD, Who.ADMIN)
def never_signed_in() -> ResponseReturnValue:
    form = _team_form()
    if not form.validate():
        return render_template("accounts/invitations.html", form=form, shown=None, is_lead=visitor().is_lead), BAD_FORM
    scope, now = form.narrow(everybody_here()), clock.now()
    look_at_list(visitor(), scope, "list")
    count = waiting.count_never_signed_in(scope)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    first = (number - 1) * PAGE_SIZE
    return render_template(
        "accounts/invitations.html",
        form=form,
        shown=waiting.never_signed_in(scope, first, PAGE_SIZE),
        count=count,
        first=first + 1,
        number=number,
        pages=pages,
        with_password=waiting.count_with_password(scope),
        uninvited=waiting.count_uninvited(scope, now),
        most=inviting.MOST_AT_ONCE,
        now=now,
        day=day_here,
        is_lead=visitor().is_lead,
    )


@invitations.get("/people/invitations.csv")
@open_to(Who.LEAD, Who.ADMIN)
def never_signed_in_csv() -> ResponseReturnValue:
    """The same rows as a file."""
    form = _team_form()
    if not form.validate():
        abort(BAD_FORM)
    scope = form.narrow(everybody_here())
    look_at_list(visitor(), scope, "file")
    chunks = csv_stream(HEADER, _rows(scope))
    response = Response(stream_with_context(chunks), content_type="text/csv; charset=utf-8")
    name = f"never-signed-in-{visitor().today:%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@invitations.post("/people/invitations")
@open_to(Who.LEAD, Who.ADMIN)
def invite_all() -> ResponseReturnValue:
    """Those of the page who have an email address, and neither a password nor a link that still works."""
    form = _team_form()
    if not form.validate():
        abort(BAD_FORM)
    scope, now = form.narrow(everybody_here()), clock.now()
    with writing():
        invited = inviting.invite_all(scope, now)
    tell(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", invited))
    return redirect(url_for("invitations.never_signed_in", **form.address()), 303)


@invitations.post("/people/invitations/<int:person_id>")
@open_to(Who.LEAD, Who.ADMIN)
def invite(person_id: int) -> ResponseReturnValue:
    form, now = _team_form(), clock.now()
    with writing():
        if not inviting.invite(everybody_here(), person_id, now):
            abort(404)
    tell(_("A new invitation is on its way. Links that were sent before do not work any more."))
    address = form.address() if form.validate() else {}
    return redirect(url_for("invitations.never_signed_in", **address), 303)


def _team_form() -> TeamForm:
    form = TeamForm(request.values)
    form.offer(team_choices(everybody_here()))
    return form


def _rows(scope: Scope) -> Iterator[tuple[str | date | None, ...]]:
    for each in waiting.all_never_signed_in(scope):
        days = (instant and day_here(instant) for instant in (each.invited_at, each.expires_at))
        yield each.name, each.email, each.staff_number, each.team, each.since, WAYS.get(each.way or ""), *days
