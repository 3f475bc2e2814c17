from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.personal_records import finding, looks, records
from app.personal_records.asked import AskedOfThem, asked_of_them
from app.personal_records.everything_held import file_about
from app.personal_records.forms import FindPeopleForm
from app.personal_records.person_facts import PersonFacts, find_person, line_managers
from app.personal_records.wording import STATES
from app.rules.rights import Right, may_give
from app.web import clock
from app.web.access import Who, open_to
from app.web.log_wording import KINDS, METHODS
from app.web.looks import look_at_list, look_at_person
from app.web.scope import covers, scope_of, team_choices
from app.web.settings import settings
from app.web.visitor import visitor

personal_records = Blueprint("personal_records", __name__, template_folder="templates")

PAGE_SIZE = 50
BAD_FORM = 400
FILE_NAME = "my-record.html"


@personal_records.get("/people")
@open_to(Who.MANAGER, Who.LEAD)
def people() -> ResponseReturnValue:
    """Those whose training the visitor may see. That they look is on record before anybody is shown."""
    scope, form = scope_of(visitor()), FindPeopleForm(request.args)
    form.offer(team_choices(scope))
    if not form.validate():
        return render_template(
            "personal_records/people.html", form=form, found=None, is_lead=visitor().is_lead
        ), BAD_FORM
    wanted = form.wanted()
    look_at_list(visitor(), scope if wanted.teams is None else scope.narrowed(wanted.teams), "list")
    count = finding.count(scope, wanted)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    found = finding.page(scope, wanted, number, PAGE_SIZE)
    first = (number - 1) * PAGE_SIZE + 1
    return render_template(
        "personal_records/people.html",
        form=form,
        found=found,
        count=count,
        first=first,
        number=number,
        pages=pages,
        is_lead=visitor().is_lead,
    )


@personal_records.get("/people/<int:person_id>")
@open_to(Who.MANAGER, Who.LEAD)
def person(person_id: int) -> ResponseReturnValue:
    """A person's training record; nobody outside the visitor's scope is there. The look is on record before."""
    found = _found(person_id)
    look_at_person(visitor(), found.id)
    return render_template(
        "personal_records/person.html",
        person=found,
        line_managers=line_managers(found.id, scope_of(visitor())),
        may_print_code=_may_print_code(found),
        asked=_asked(found),
        entries=records.entries_about(found.id, visitor().today),
        certificates=records.certificates_of(found.id),
        in_part=records.attended_in_part(found.id),
        kinds=KINDS,
        methods=METHODS,
        states=STATES,
        is_lead=visitor().is_lead,
        today=visitor().today,
    )


@personal_records.get("/account/looks")
@open_to(Who.SIGNED_IN)
def account_looks() -> ResponseReturnValue:
    """Who looked at the visitor's own record."""
    me = visitor()
    return render_template(
        "personal_records/looks.html",
        at_me=looks.looks_at(me.id, me.today),
        with_me=looks.lists_with(me.id, me.organisation.id, me.today),
        most=looks.MOST_SHOWN,
        months=settings().keep.looks,
    )


@personal_records.get("/account/record")
@open_to(Who.SIGNED_IN)
def account_record() -> ResponseReturnValue:
    return render_template("personal_records/my_record.html")


@personal_records.post("/account/record")
@open_to(Who.SIGNED_IN)
def download_record() -> ResponseReturnValue:
    """Everything that is held about the visitor, as one file."""
    response = Response(file_about(visitor().id, clock.now()), content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _found(person_id: int) -> PersonFacts:
    found = find_person(person_id, visitor().today)
    if found is None or not covers(scope_of(visitor()), person_id):
        abort(404)
    return found


def _asked(found: PersonFacts) -> AskedOfThem:
    """Of who has left nothing is asked, whatever their postings say."""
    me = visitor()
    if found.has_left:
        return AskedOfThem()
    return asked_of_them(found.id, me.organisation.id, me.today, to_lead=me.is_lead)


def _may_print_code(found: PersonFacts) -> bool:
    """Whether the page with the codes is open to the visitor, and would offer them this person."""
    me = visitor()
    held = {Right.LEAD: me.is_lead, Right.ADMIN: me.is_admin}
    by = frozenset(right for right, is_held in held.items() if is_held)
    return bool(by) and found.signs_in_with_number and not found.has_left and found.rights <= may_give(by)
