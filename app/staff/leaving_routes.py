from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.rules.rights import may_close
from app.staff import acts, people_records
from app.staff.forms import LastDayForm, ReturnForm
from app.staff.here import BAD_FORM, account_here, all_teams, page_after
from app.staff.people_records import Account
from app.staffing.leaving import can_be_undone
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.dates import long_date
from app.web.messages import tell
from app.web.visitor import visitor

staff_leaving = Blueprint("staff_leaving", __name__, template_folder="templates")


@staff_leaving.get("/people/<int:person_id>/leave")
@open_to(Who.LEAD, Who.ADMIN)
def leave_form(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    return _leave_page(account, LastDayForm(data={"last_day": account.last_day}))


@staff_leaving.post("/people/<int:person_id>/leave")
@open_to(Who.LEAD, Who.ADMIN)
def leave(person_id: int) -> ResponseReturnValue:
    account, form = account_here(person_id), LastDayForm()
    if not form.validate():
        return _leave_page(account, form), BAD_FORM
    last_day = form.last_day.data
    try:
        with writing():
            acts.leave(visitor(), person_id, last_day)
    except Refused as refused:
        form.tell(refused)
        return _leave_page(account, form), BAD_FORM
    if last_day > visitor().today:
        words = _("Saved. Their account closes by itself after %(day)s.", day=long_date(last_day))
        tell(words)
    else:
        tell(_("Saved. Their account is closed. What they completed stays in the training log."))
    return redirect(page_after(person_id), 303)


@staff_leaving.post("/people/<int:person_id>/stay")
@open_to(Who.LEAD, Who.ADMIN)
def stay(person_id: int) -> ResponseReturnValue:
    account_here(person_id)
    try:
        with writing():
            acts.stay(visitor(), person_id, request.form.getlist("posting", type=int))
    except Refused as refused:
        tell(refused.sentence)
    else:
        tell(_("Saved. They stay."))
    return redirect(page_after(person_id), 303)


@staff_leaving.get("/people/<int:person_id>/return")
@open_to(Who.LEAD, Who.ADMIN)
def return_form(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    return _return_page(account, _form(account)) if account.has_left else redirect(page_after(person_id), 303)


@staff_leaving.post("/people/<int:person_id>/return")
@open_to(Who.LEAD, Who.ADMIN)
def come_back(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    form = _form(account)
    if not form.validate():
        return _return_page(account, form), BAD_FORM
    try:
        with writing():
            acts.come_back(visitor(), person_id, form.posting(), form.from_day.data)
    except Refused as refused:
        form.tell(refused)
        return _return_page(account, form), BAD_FORM
    tell(_("They are back, with everything that they completed before."))
    return redirect(page_after(person_id), 303)


def _form(account: Account) -> ReturnForm:
    """Filled in with what they did last, without its rights over others."""
    facts = people_records.newest_facts(account.id, visitor().today)
    values = {} if facts is None else asdict(facts) | {"team": str(facts.team_id), "manages": False}
    form = ReturnForm(data=values | {"from_day": visitor().today})
    form.offer_teams(visitor().organisation.id, all_teams())
    return form


def _leave_page(account: Account, form: LastDayForm) -> str:
    reports = people_records.reports_of(account.id, visitor().today)
    return render_template(
        "staff/leave.html",
        account=account,
        form=form,
        reports=reports,
        ending=people_records.ends_with(account.id, account.last_day),
        may_close=_may_close(account),
        back_to=page_after(account.id),
    )


def _return_page(account: Account, form: ReturnForm) -> str:
    facts = {
        "may_close": _may_close(account),
        "back_to": page_after(account.id),
        "ending": people_records.ends_with(account.id, account.last_day),
        "can_be_undone": can_be_undone(account.last_day, visitor().today),
    }
    return render_template("staff/return.html", account=account, form=form, **facts)


def _may_close(account: Account) -> bool:
    held = people_records.rights_held(visitor().id)
    return may_close(held, account.rights, is_self=account.id == visitor().id)
