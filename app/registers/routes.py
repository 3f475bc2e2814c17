from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.registers import records
from app.registers.forms import NO, YES, SessionForm
from app.registers.reading import session_of, signed_already
from app.registers.records import Plan
from app.registers.wording import COLOURS, METHODS, STATES
from app.rules.registers import State, state_of
from app.web.access import Who, open_to
from app.web.courses import courses_of
from app.web.messages import tell
from app.web.visitor import visitor

sessions = Blueprint("sessions", __name__, template_folder="templates")

BAD_FORM = 400
PAGE_SIZE = 25


@sessions.get("/sessions")
@open_to(Who.TRAINER, Who.LEAD)
def session_list() -> ResponseReturnValue:
    organisation_id, today = visitor().organisation.id, visitor().today
    state = State(request.args["state"]) if request.args.get("state") in set(State) else None
    count = records.count(organisation_id, state, today)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    found = records.page(organisation_id, state, today, number, PAGE_SIZE)
    return render_template(
        "registers/sessions.html",
        sessions=[(each, state_of(each.held_on, today, is_signed=each.is_signed)) for each in found],
        wanted=state,
        count=count,
        number=number,
        pages=pages,
        is_lead=visitor().is_lead,
        methods=METHODS,
        states=STATES,
        colours=COLOURS,
    )


@sessions.get("/sessions/new")
@open_to(Who.TRAINER, Who.LEAD)
def new_session() -> ResponseReturnValue:
    return _new_page(_form())


@sessions.post("/sessions/new")
@open_to(Who.TRAINER, Who.LEAD)
def add_session() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _new_page(form), BAD_FORM
    with writing():
        session_id = records.add(visitor().organisation.id, visitor().id, form.plan())
    tell(_("The session is saved. Now add the people."))
    return redirect(url_for("registers.session", session_id=session_id), 303)


@sessions.get("/sessions/<int:session_id>/change")
@open_to(Who.TRAINER, Who.LEAD)
def session_to_change(session_id: int) -> ResponseReturnValue:
    found = session_of(session_id)
    return signed_already(session_id) if found.is_signed else _change_page(session_id, _form(found.plan))


@sessions.post("/sessions/<int:session_id>/change")
@open_to(Who.TRAINER, Who.LEAD)
def change_session(session_id: int) -> ResponseReturnValue:
    found = session_of(session_id)
    if found.is_signed:
        return signed_already(session_id)
    form = _form(found.plan)
    if not form.validate():
        return _change_page(session_id, form), BAD_FORM
    with writing():
        row = records.lock_unsigned(visitor().organisation.id, session_id)
        if row is not None:
            records.change(row, form.plan())
    if row is None:
        return signed_already(session_id)
    tell(_("The session is changed."))
    return redirect(url_for("registers.session", session_id=session_id), 303)


@sessions.get("/sessions/<int:session_id>/delete")
@open_to(Who.TRAINER, Who.LEAD)
def session_to_delete(session_id: int) -> ResponseReturnValue:
    found = session_of(session_id)
    if found.is_signed:
        return signed_already(session_id)
    return render_template("registers/delete.html", session=found, plan=found.plan)


@sessions.post("/sessions/<int:session_id>/delete")
@open_to(Who.TRAINER, Who.LEAD)
def delete_session(session_id: int) -> ResponseReturnValue:
    session_of(session_id)
    with writing():
        row = records.lock_unsigned(visitor().organisation.id, session_id)
        if row is not None:
            records.remove(row)
    if row is None:
        return signed_already(session_id)
    tell(_("The session is deleted."))
    return redirect(url_for("sessions.session_list"), 303)


def _form(before: Plan | None = None) -> SessionForm:
    """Filled in with the session as it is, where there is one; a sent form has what was sent."""
    form = SessionForm(data=_values(before) if before else {})
    form.offer(courses_of(visitor().organisation.id), before)
    return form


def _values(plan: Plan) -> dict[str, object]:
    fields = ("course", "method", "held_on", "place", "delivered_by", "accreditation", "evidence")
    return {name: getattr(plan, name) for name in fields} | {"is_accredited": YES if plan.is_accredited else NO}


def _new_page(form: SessionForm) -> str:
    return render_template("registers/new_session.html", form=form, is_lead=visitor().is_lead)


def _change_page(session_id: int, form: SessionForm) -> str:
    return render_template("registers/change.html", form=form, session_id=session_id, is_lead=visitor().is_lead)
