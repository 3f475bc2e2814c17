from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.staff import acts
from app.staff.asked_records import AwayFacts, absences_of
from app.staff.forms import AbsenceForm
from app.staff.here import BAD_FORM, account_here
from app.staff.people_records import Account
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.looks import look_at_person
from app.web.messages import tell
from app.web.visitor import visitor

staff_absences = Blueprint("staff_absences", __name__, template_folder="templates")


@staff_absences.get("/people/<int:person_id>/absences")
@open_to(Who.LEAD)
def absence_list(person_id: int) -> ResponseReturnValue:
    """When somebody is or was away. The look is on record before."""
    return _list_page(account_here(person_id), AbsenceForm())


@staff_absences.post("/people/<int:person_id>/absences")
@open_to(Who.LEAD)
def add_absence(person_id: int) -> ResponseReturnValue:
    account, form = account_here(person_id), AbsenceForm()
    if not form.validate():
        return _list_page(account, form), BAD_FORM
    try:
        with writing():
            acts.be_away(visitor(), person_id, form.starts_on.data, form.ends_on.data)
    except Refused as refused:
        form.tell(refused)
        return _list_page(account, form), BAD_FORM
    tell(_("Saved. What falls due has been worked out again."))
    return _to_list(person_id)


@staff_absences.get("/people/<int:person_id>/absences/<int:absence_id>")
@open_to(Who.LEAD)
def absence(person_id: int, absence_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    found = _absence(person_id, absence_id)
    look_at_person(visitor(), person_id)
    return _page(account, found, AbsenceForm(data={"starts_on": found.starts_on, "ends_on": found.ends_on}))


@staff_absences.post("/people/<int:person_id>/absences/<int:absence_id>")
@open_to(Who.LEAD)
def change_absence(person_id: int, absence_id: int) -> ResponseReturnValue:
    account, form = account_here(person_id), AbsenceForm()
    found = _absence(person_id, absence_id)
    if not form.validate():
        return _page(account, found, form), BAD_FORM
    try:
        with writing():
            acts.change_absence(visitor(), person_id, absence_id, form.starts_on.data, form.ends_on.data)
    except Refused as refused:
        form.tell(refused)
        return _page(account, found, form), BAD_FORM
    tell(_("Saved. What falls due has been worked out again."))
    return _to_list(person_id)


@staff_absences.post("/people/<int:person_id>/absences/<int:absence_id>/take-out")
@open_to(Who.LEAD)
def take_out_absence(person_id: int, absence_id: int) -> ResponseReturnValue:
    account_here(person_id)
    _absence(person_id, absence_id)
    with writing():
        acts.take_out_absence(visitor(), person_id, absence_id)
    tell(_("Taken out. Due dates are as if they had not been away."))
    return _to_list(person_id)


def _absence(person_id: int, absence_id: int) -> AwayFacts:
    found = (each for each in absences_of(person_id, visitor().today) if each.id == absence_id)
    return next(found, None) or abort(404)


def _to_list(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("staff_absences.absence_list", person_id=person_id), 303)


def _list_page(account: Account, form: AbsenceForm) -> str:
    look_at_person(visitor(), account.id)
    found = absences_of(account.id, visitor().today)
    return render_template("staff/absences.html", account=account, absences=found, form=form)


def _page(account: Account, found: AwayFacts, form: AbsenceForm) -> str:
    return render_template("staff/absence.html", account=account, absence=found, form=form)
