from dataclasses import asdict

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.staff import acts, people_records
from app.staff.forms import BESIDES, INSTEAD, LastDayForm, PostingForm
from app.staff.here import BAD_FORM, account_here, all_teams, posting_here
from app.staff.people_records import Account, HeldPosting
from app.staff.wording import EMPLOYMENTS
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.looks import look_at_person
from app.web.messages import tell
from app.web.visitor import visitor

staff_postings = Blueprint("staff_postings", __name__, template_folder="templates")


@staff_postings.get("/people/<int:person_id>/postings")
@open_to(Who.LEAD)
def history(person_id: int) -> ResponseReturnValue:
    """Where somebody works, worked and will work. The look is on record before."""
    account = account_here(person_id)
    look_at_person(visitor(), person_id)
    found = people_records.history_of(person_id, visitor().today)
    lasting = [each for each in found if not each.is_over and not each.to_come]
    return render_template(
        "staff/postings.html", account=account, postings=found, holds_several=len(lasting) > 1, employments=EMPLOYMENTS
    )


@staff_postings.get("/people/<int:person_id>/post")
@open_to(Who.LEAD)
def new_posting(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    return _has_left(account) if account.has_left else _post_page(account, _form(account))


@staff_postings.post("/people/<int:person_id>/post")
@open_to(Who.LEAD)
def add_posting(person_id: int) -> ResponseReturnValue:
    account = account_here(person_id)
    form = _form(account)
    if not form.validate() or not form.means_it(visitor().today):
        return _post_page(account, form), BAD_FORM
    try:
        with writing():
            besides = form.how.data == BESIDES
            acts.post(visitor(), person_id, form.posting(), form.from_day.data, besides=besides)
    except Refused as refused:
        form.tell(refused)
        return _post_page(account, form), BAD_FORM
    tell(_("Saved. What is asked of them has been worked out again."))
    return redirect(url_for("staff_postings.history", person_id=person_id), 303)


@staff_postings.get("/people/<int:person_id>/postings/<int:posting_id>/end")
@open_to(Who.LEAD)
def posting_to_end(person_id: int, posting_id: int) -> ResponseReturnValue:
    posting = posting_here(account_here(person_id), posting_id)
    return _end_page(account_here(person_id), posting, LastDayForm(data={"last_day": posting.ends_on}))


@staff_postings.post("/people/<int:person_id>/postings/<int:posting_id>/end")
@open_to(Who.LEAD)
def end_posting(person_id: int, posting_id: int) -> ResponseReturnValue:
    account, form = account_here(person_id), LastDayForm()
    posting = posting_here(account, posting_id)
    if not form.validate():
        return _end_page(account, posting, form), BAD_FORM
    try:
        with writing():
            acts.end_posting(visitor(), person_id, posting_id, form.last_day.data)
    except Refused as refused:
        form.tell(refused)
        return _end_page(account, posting, form), BAD_FORM
    tell(_("Saved. What is asked of them has been worked out again."))
    return redirect(url_for("staff_postings.history", person_id=person_id), 303)


@staff_postings.post("/people/<int:person_id>/postings/<int:posting_id>/take-out")
@open_to(Who.LEAD)
def take_out_posting(person_id: int, posting_id: int) -> ResponseReturnValue:
    posting_here(account_here(person_id), posting_id)
    try:
        with writing():
            acts.take_out_posting(visitor(), person_id, posting_id)
    except Refused as refused:
        tell(refused.sentence)
    else:
        tell(_("Taken out. What was to come before it lasts instead."))
    return redirect(url_for("staff_postings.history", person_id=person_id), 303)


def _has_left(account: Account) -> ResponseReturnValue:
    return redirect(url_for("staff_leaving.return_form", person_id=account.id), 303)


def _form(account: Account) -> PostingForm:
    """Filled in with what they do now, of which usually little changes."""
    facts = people_records.newest_facts(account.id, visitor().today)
    values = {} if facts is None else asdict(facts) | {"team": str(facts.team_id)}
    manager = people_records.sign_in_name(facts.line_manager_id if facts else None)
    form = PostingForm(data=values | {"line_manager": manager, "from_day": visitor().today, "how": INSTEAD})
    form.offer_teams(visitor().organisation.id, all_teams())
    form.offer_ends(people_records.jobs_on(account.id, form.from_day.data or visitor().today))
    return form


def _post_page(account: Account, form: PostingForm) -> str:
    return render_template("staff/post.html", account=account, form=form)


def _end_page(account: Account, posting: HeldPosting, form: LastDayForm) -> str:
    return render_template("staff/end_posting.html", account=account, posting=posting, form=form)
