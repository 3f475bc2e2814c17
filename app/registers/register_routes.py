import re

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.database import writing
from app.documents.csv_file import csv_stream
from app.registers import people, records, signing
from app.registers.adding import Added, add_people
from app.registers.file import HEADER, rows_of
from app.registers.forms import PeopleForm, SignForm
from app.registers.reading import cannot_be, register_of, session_of, signed_already
from app.registers.signing import Register, Signature
from app.registers.wording import ATTENDED, COLOURS, METHODS, OBSTACLES, STATES
from app.rules.registers import Attended, addresses
from app.rules.validity import valid_until
from app.web import clock
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.scope import everybody_of, team_choices
from app.web.visitor import visitor

registers = Blueprint("registers", __name__, template_folder="templates")

BAD_FORM = 400
CONFLICT = 409
MARK = re.compile(r"attended-([0-9]{1,18})")


@registers.get("/sessions/<int:session_id>")
@open_to(Who.TRAINER, Who.LEAD)
def session(session_id: int) -> ResponseReturnValue:
    """The facts, and the register: to work on, or as it was signed."""
    register = register_of(session_id)
    if register.session.is_signed:
        return _signed_page(register)
    return render_template(
        "registers/session.html",
        obstacle=register.obstacle,
        obstacles=OBSTACLES,
        attended=ATTENDED,
        **_facts(register),
    )


@registers.post("/sessions/<int:session_id>")
@open_to(Who.TRAINER, Who.LEAD)
def save_register(session_id: int) -> ResponseReturnValue:
    """Keep what is marked; beside that, mark the rest or take somebody off where that was pressed."""
    session_of(session_id)
    marks, taken_off = _marks(), request.form.get("take_off", "")
    with writing():
        row = records.lock_unsigned(visitor().organisation.id, session_id)
        if row is not None:
            people.mark(row, marks)
            if "rest" in request.form:
                people.mark_the_rest(row, Attended.FULL)
            if _is_id(taken_off):
                people.take_off(row, int(taken_off))
    if row is None:
        return signed_already(session_id)
    tell(_("The register is saved."))
    return redirect(url_for("registers.session", session_id=session_id), 303)


def _marks() -> dict[int, Attended]:
    """What was marked, by person; anything else than our own marks is refused."""
    found = [(MARK.fullmatch(name), value) for name, value in request.form.items()]
    marks = [(int(name[1]), value) for name, value in found if name]
    if any(value not in set(Attended) for _person, value in marks):
        abort(BAD_FORM)
    return {person_id: Attended(value) for person_id, value in marks}


def _is_id(text: str) -> bool:
    return MARK.fullmatch(f"attended-{text}") is not None


@registers.get("/sessions/<int:session_id>/people")
@open_to(Who.TRAINER, Who.LEAD)
def people_to_add(session_id: int) -> ResponseReturnValue:
    if session_of(session_id).is_signed:
        return signed_already(session_id)
    return _people_page(session_id, _people_form())


@registers.post("/sessions/<int:session_id>/people")
@open_to(Who.TRAINER, Who.LEAD)
def add_to_register(session_id: int) -> ResponseReturnValue:
    """Who is known is added. Who is not comes back, so that nobody is lost on the way."""
    session_of(session_id)
    form = _people_form()
    if not form.validate():
        return _people_page(session_id, form), BAD_FORM
    team_id = int(form.team.data) if form.team.data else None
    added = add_people(visitor().organisation.id, session_id, addresses(form.emails.data), team_id)
    if added is None:
        return signed_already(session_id)
    if added.is_full:
        form.tell_full()
        return _people_page(session_id, form), BAD_FORM
    if added.unknown or added.had_left:
        form.keep_only(added.unknown + added.had_left)
        return _people_page(session_id, form, added), BAD_FORM
    tell(_how_many(added))
    return redirect(url_for("registers.session", session_id=session_id), 303)


def _people_form() -> PeopleForm:
    form = PeopleForm()
    form.offer(team_choices(everybody_of(visitor())))
    return form


def _people_page(session_id: int, form: PeopleForm, added: Added | None = None) -> str:
    return render_template(
        "registers/people.html", session_id=session_id, form=form, added=added, how_many=added and _how_many(added)
    )


def _how_many(added: Added) -> str:
    new = ngettext("%(num)s person is added.", "%(num)s people are added.", added.new)
    if not added.already:
        return str(new)
    there = ngettext("%(num)s was on the register already.", "%(num)s were on the register already.", added.already)
    return f"{new} {there}"


@registers.get("/sessions/<int:session_id>/paper")
@open_to(Who.TRAINER, Who.LEAD)
def paper(session_id: int) -> ResponseReturnValue:
    """A list to print, take along and have signed by those who come."""
    return render_template("registers/paper.html", **_facts(register_of(session_id)))


@registers.get("/sessions/<int:session_id>/sign")
@open_to(Who.TRAINER, Who.LEAD)
def register_to_sign(session_id: int) -> ResponseReturnValue:
    register = register_of(session_id)
    if register.obstacle:
        return cannot_be(session_id, register.obstacle)
    return _sign_page(register, SignForm(data={"seal": register.seal}))


@registers.post("/sessions/<int:session_id>/sign")
@open_to(Who.TRAINER, Who.LEAD)
def sign_register(session_id: int) -> ResponseReturnValue:
    register, form, person = register_of(session_id), SignForm(), visitor()
    if register.obstacle:
        return cannot_be(session_id, register.obstacle)
    if not form.validate():
        return _sign_page(register, form), BAD_FORM
    signature = Signature(form.name.data, person.id, form.seal.data or "")
    if signing.sign(person.organisation.id, session_id, signature, person.today, clock.now()):
        tell(_("The register is signed. Entries and certificates are made."))
        return redirect(url_for("registers.session", session_id=session_id), 303)
    return _not_signed(session_id, form)


def _not_signed(session_id: int, form: SignForm) -> ResponseReturnValue:
    """Somebody was faster: with signing it, which is as well, or with changing it, which the signer must see."""
    register = register_of(session_id)
    if register.obstacle:
        return cannot_be(session_id, register.obstacle)
    form.show_again(register.seal)
    return _sign_page(register, form), CONFLICT


def _sign_page(register: Register, form: SignForm) -> str:
    repeating = set(register.tally.repeating)
    return render_template(
        "registers/sign.html",
        form=form,
        tally=register.tally,
        repeating=[line.name for line in register.lines if line.person_id in repeating],
        **_facts(register),
    )


def _signed_page(register: Register) -> str:
    entries = people.entries_of(visitor().organisation.id, register.session.id)
    return render_template(
        "registers/signed.html",
        entries=entries,
        attended=ATTENDED,
        is_lead=visitor().is_lead,
        time_zone=visitor().organisation.time_zone,
        **_facts(register),
    )


@registers.get("/sessions/<int:session_id>.csv")
@open_to(Who.TRAINER, Who.LEAD)
def register_csv(session_id: int) -> ResponseReturnValue:
    """The register as it is on the page, a row for each person."""
    register = register_of(session_id, "file")
    entries = people.entries_of(visitor().organisation.id, session_id)
    response = Response(csv_stream(HEADER, rows_of(register, entries)), content_type="text/csv; charset=utf-8")
    name = f"register-{register.session.plan.held_on:%Y-%m-%d}-{session_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _facts(register: Register) -> dict[str, object]:
    plan = register.session.plan
    return {
        "session": register.session,
        "plan": plan,
        "lines": register.lines,
        "state": register.state,
        "last_day": valid_until(plan.held_on, plan.valid_months),
        "methods": METHODS,
        "states": STATES,
        "colours": COLOURS,
    }
