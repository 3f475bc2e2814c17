from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.rules.rights import may_change_sign_in, may_give
from app.staff import acts, people_records
from app.staff.forms import NewPersonForm, PersonForm
from app.staff.here import BAD_FORM, account_here, all_teams, everybody, page_after, people_page
from app.staff.people_records import Account, Shown
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.messages import tell
from app.web.visitor import visitor

staff_accounts = Blueprint("staff_accounts", __name__, template_folder="templates")

PAGE_SIZE = 50
LONGEST_TEXT = 200


@staff_accounts.get("/people/accounts")
@open_to(Who.LEAD, Who.ADMIN)
def account_list() -> ResponseReturnValue:
    """Who has an account here; that the visitor looks is on record before anybody is shown."""
    look_at_list(visitor(), everybody(), "list")
    organisation_id, today = visitor().organisation.id, visitor().today
    shown = Shown(request.args["show"]) if request.args.get("show") in set(Shown) else Shown.HERE
    text = " ".join(request.args.get("q", "").split())[:LONGEST_TEXT]
    count = people_records.count_accounts(organisation_id, shown, text, today)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    found = people_records.accounts_page(organisation_id, shown, text, today, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return render_template(
        "staff/accounts.html",
        accounts=found,
        shown=shown.value,
        text=text,
        count=count,
        number=number,
        pages=pages,
        is_lead=visitor().is_lead,
    )


@staff_accounts.get("/people/new")
@open_to(Who.LEAD, Who.ADMIN)
def new_person() -> ResponseReturnValue:
    return _new_page(_new_form())


@staff_accounts.post("/people/new")
@open_to(Who.LEAD, Who.ADMIN)
def add_person() -> ResponseReturnValue:
    form = _new_form()
    if not form.validate():
        return _new_page(form), BAD_FORM
    try:
        with writing():
            person_id = acts.add(visitor(), form)
    except Refused as refused:
        return _not_added(form, refused)
    tell(_("%(name)s is added. They can come in once they have an invitation or a code.", name=form.name.data))
    return redirect(page_after(person_id), 303)


def _not_added(form: NewPersonForm, refused: Refused) -> ResponseReturnValue:
    """Who sent the form twice is led to the person whom the first one added."""
    mine, today = visitor().organisation.id, visitor().today
    email, number = form.email.data or "", form.staff_number.data or ""
    known = people_records.account_with(mine, email, number, today)
    if known is not None and known.is_as_entered(form.name.data, email, number):
        tell(_("%(name)s has been added already, and is there once.", name=known.name))
        return redirect(page_after(known.id), 303)
    form.tell(refused)
    return _new_page(form, known), BAD_FORM


@staff_accounts.get("/people/<int:person_id>/change")
@open_to(Who.LEAD, Who.ADMIN)
def person_to_change(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    return _change_page(account, _change_form(account))


@staff_accounts.post("/people/<int:person_id>/change")
@open_to(Who.LEAD, Who.ADMIN)
def change_person(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    form = _change_form(account)
    if not form.validate():
        return _change_page(account, form), BAD_FORM
    try:
        with writing():
            acts.change(visitor(), person_id, form, form.chosen_rights(account.rights))
    except Refused as refused:
        form.tell(refused)
        return _change_page(account, form), BAD_FORM
    tell(_("Saved. It holds from now on; what the training log says stays as it was recorded."))
    return redirect(page_after(person_id), 303)


def _new_form() -> NewPersonForm:
    form = NewPersonForm(data={"from_day": visitor().today})
    form.offer_teams(visitor().organisation.id, all_teams())
    form.offer_rights(may_give(people_records.rights_held(visitor().id)))
    return form


def _change_form(account: Account) -> PersonForm:
    """Without what the visitor may not change of this person."""
    by, is_self = people_records.rights_held(visitor().id), account.id == visitor().id
    form = PersonForm(data=_values(account) if request.method == "GET" else {})
    form.offer_rights(account.rights if is_self else may_give(by))
    if not may_change_sign_in(by, account.rights, is_self=is_self):
        del form.email, form.staff_number
    return form


def _values(account: Account) -> dict[str, object]:
    """As the form names them."""
    facts = {"name": account.name, "email": account.email, "staff_number": account.staff_number}
    return facts | {"rights": sorted(account.rights)}


def _new_page(form: NewPersonForm, known: Account | None = None) -> str:
    return render_template("staff/new_person.html", form=form, known=known, back_to=people_page())


def _change_page(account: Account, form: PersonForm) -> str:
    facts = {"account": account, "is_self": account.id == visitor().id, "back_to": page_after(account.id)}
    return render_template("staff/change_person.html", form=form, **facts)
