from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.corrections import acts, records
from app.corrections.forms import CorrectionForm, WithdrawalForm
from app.corrections.records import EntryFacts
from app.ledger.corrections import CannotCorrect
from app.rules.corrections import Objection
from app.rules.validity import Standing, standing
from app.web import clock
from app.web.access import Who, open_to
from app.web.courses import courses_of
from app.web.log_wording import KINDS, METHODS, REASONS
from app.web.looks import look_at_person
from app.web.messages import tell
from app.web.scope import covers, scope_of
from app.web.visitor import visitor

corrections = Blueprint("corrections", __name__, template_folder="templates")

BAD_FORM = 400


@corrections.get("/log/<int:sequence>")
@open_to(Who.MANAGER, Who.LEAD)
def entry(sequence: int) -> ResponseReturnValue:
    """An entry of the training log, and what became of it."""
    found = _seen(sequence)
    history = records.history_of(visitor().organisation.id, found)
    return render_template(
        "corrections/entry.html",
        entry=found,
        history=history,
        certificates=records.certificates_of(history),
        state=_state(found),
        Standing=Standing,
        kinds=KINDS,
        methods=METHODS,
        reasons=REASONS,
        is_lead=visitor().is_lead,
        time_zone=clock.zone(visitor().organisation.time_zone),
    )


@corrections.get("/log/<int:sequence>/correct")
@open_to(Who.LEAD)
def correct(sequence: int) -> ResponseReturnValue:
    found = _seen(sequence)
    return _correction_page(found, _form_for(found))


@corrections.post("/log/<int:sequence>/correct")
@open_to(Who.LEAD)
def record_correction(sequence: int) -> ResponseReturnValue:
    found = _seen(sequence)
    form = _form_for(found)
    if not form.validate():
        return _correction_page(found, form), BAD_FORM
    try:
        recorded = acts.correct(visitor(), found, form)
    except CannotCorrect:
        return _came_too_late(sequence)
    if isinstance(recorded, Objection):
        form.object(recorded)
        return _correction_page(found, form), BAD_FORM
    if found.is_withdrawal:
        tell(_("The withdrawal is taken back. The completion counts again."))
    else:
        tell(_("The correction is recorded. The old entry stays beside it."))
    return redirect(url_for("corrections.entry", sequence=recorded), 303)


@corrections.get("/log/<int:sequence>/withdraw")
@open_to(Who.LEAD)
def withdraw(sequence: int) -> ResponseReturnValue:
    return _withdrawal_page(_seen(sequence), WithdrawalForm())


@corrections.post("/log/<int:sequence>/withdraw")
@open_to(Who.LEAD)
def record_withdrawal(sequence: int) -> ResponseReturnValue:
    found, form = _seen(sequence), WithdrawalForm()
    if not form.validate():
        return _withdrawal_page(found, form), BAD_FORM
    try:
        recorded = acts.withdraw(visitor(), found, form)
    except CannotCorrect:
        return _came_too_late(sequence)
    tell(_("The completion is withdrawn. You can take this back."))
    return redirect(url_for("corrections.entry", sequence=recorded), 303)


def _seen(sequence: int) -> EntryFacts:
    """An entry about somebody whose training the visitor may see; that they saw it is recorded."""
    found = records.find_entry(visitor().organisation.id, sequence) if sequence <= records.LARGEST_SEQUENCE else None
    if found is None or found.person_id is None or not covers(scope_of(visitor()), found.person_id):
        abort(404)
    look_at_person(visitor(), found.person_id)
    return found


def _state(found: EntryFacts) -> Standing | None:
    """Where the completion stands today; None for an entry that another one took the place of."""
    if found.is_withdrawal:
        return Standing.WITHDRAWN
    return standing(found.valid_until, visitor().today, superseded=found.superseded) if found.counts else None


def _form_for(found: EntryFacts) -> CorrectionForm:
    form = CorrectionForm()
    form.offer(found, courses_of(visitor().organisation.id))
    return form


def _correction_page(found: EntryFacts, form: CorrectionForm) -> str:
    return render_template("corrections/correct.html", entry=found, form=form)


def _withdrawal_page(found: EntryFacts, form: WithdrawalForm) -> str:
    return render_template("corrections/withdraw.html", entry=found, form=form)


def _came_too_late(sequence: int) -> ResponseReturnValue:
    tell(_("Nothing was changed: this entry cannot be put right any more. See below what became of it."))
    return redirect(url_for("corrections.entry", sequence=sequence), 303)
