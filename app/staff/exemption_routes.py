from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.staff import acts
from app.staff.asked_records import can_be_asked, exemptions_of
from app.staff.forms import ExemptionForm
from app.staff.here import BAD_FORM, account_here
from app.staff.people_records import Account
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.looks import look_at_person
from app.web.messages import tell
from app.web.visitor import visitor

staff_exemptions = Blueprint("staff_exemptions", __name__, template_folder="templates")


@staff_exemptions.get("/people/<int:person_id>/exemptions")
@open_to(Who.LEAD)
def exemption_list(person_id: int) -> ResponseReturnValue:
    """What is asked of somebody otherwise than the programme does. The look is on record before."""
    return _page(account_here(person_id), _form())


@staff_exemptions.post("/people/<int:person_id>/exemptions")
@open_to(Who.LEAD)
def add_exemption(person_id: int) -> ResponseReturnValue:
    account, form = account_here(person_id), _form()
    if not form.validate():
        return _page(account, form), BAD_FORM
    days = (form.starts_on.data, form.ends_on.data)
    try:
        with writing():
            acts.exempt(visitor(), person_id, form.requirement.data, days, form.chosen_route)
    except Refused as refused:
        form.tell(refused)
        return _page(account, form), BAD_FORM
    tell(_("Saved. What is asked of them has been worked out again."))
    return _to_list(person_id)


@staff_exemptions.post("/people/<int:person_id>/exemptions/<int:exemption_id>/end")
@open_to(Who.LEAD)
def end_exemption(person_id: int, exemption_id: int) -> ResponseReturnValue:
    account_here(person_id)
    known = can_be_asked(visitor().organisation.id)
    if exemption_id not in {each.id for each in exemptions_of(person_id, known, visitor().today)}:
        abort(404)
    with writing():
        acts.end_exemption(visitor(), person_id, exemption_id)
    tell(_("Ended. From today they are asked what the programme asks."))
    return _to_list(person_id)


def _form() -> ExemptionForm:
    known, form = can_be_asked(visitor().organisation.id), ExemptionForm()
    form.offer(known.requirements, known.courses, visitor().today)
    return form


def _to_list(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("staff_exemptions.exemption_list", person_id=person_id), 303)


def _page(account: Account, form: ExemptionForm) -> str:
    look_at_person(visitor(), account.id)
    known, today = can_be_asked(visitor().organisation.id), visitor().today
    found = exemptions_of(account.id, known, today)
    return render_template(
        "staff/exemptions.html", account=account, exemptions=found, form=form, is_empty=not known.requirements
    )
