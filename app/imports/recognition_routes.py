"""Recognising earlier learning."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.imports import records
from app.imports.forms import RecognitionForm
from app.imports.records import Learner
from app.imports.words import refusal_words
from app.ledger.completions import recognise
from app.ledger.entries import CourseCompleted, Origin
from app.rules.recognition import Ruling, earliest_day, rule
from app.rules.training_log import Method
from app.web import clock
from app.web.access import Who, open_to
from app.web.courses import CourseFacts, courses_of
from app.web.looks import look_at_person
from app.web.messages import tell
from app.web.visitor import visitor

recognition = Blueprint("recognition", __name__, template_folder="templates")

BAD_FORM = 400


@recognition.get("/log/recognise")
@open_to(Who.LEAD)
def new_recognition() -> ResponseReturnValue:
    form = _form()
    person_id = request.args.get("person", type=int)
    if person_id is not None:
        form.email.data = records.email_of(visitor().organisation.id, person_id)
        if form.email.data:
            look_at_person(visitor(), person_id)
    return _page(form)


@recognition.post("/log/recognise")
@open_to(Who.LEAD)
def record_recognition() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form), BAD_FORM
    learner = records.find_learner(visitor().organisation.id, form.email.data)
    course, ruling = _course(form), _ruling(form)
    if learner is None:
        form.object(form.email, _("Nobody here has this email address"))
    else:
        look_at_person(visitor(), learner.id)
    if ruling.refusal is not None:
        form.object(form.completed_on, refusal_words(ruling, _months()))
    sequence = _record(form, learner, course, ruling) if learner and ruling.refusal is None else None
    if sequence is None:
        return _page(form), BAD_FORM
    tell(_("This is recorded, and counts from now on."))
    return redirect(f"/log/{sequence}", 303)


def _record(form: RecognitionForm, learner: Learner, course: CourseFacts, ruling: Ruling) -> int | None:
    """The new entry's sequence; None where the same is in the log already, which the form then tells."""
    person = visitor()
    completed = CourseCompleted(
        course.slug, course.title, course.level, Method.RECOGNITION, "", form.completed_on.data, ruling.valid_until
    )
    origin = Origin(person.id, form.reason.data, form.note.data or None, form.evidence.data or None)
    with writing():
        records.lock_person(learner.id)
        there = records.in_log({(learner.id, course.slug, completed.completed_on)})
        entry = None if there else recognise(learner.id, completed, clock.now(), origin)
        sequence = entry.sequence if entry else None
    if sequence is None:
        counts = all(there.values())
        form.object(
            form.completed_on,
            _("They have this course with this day in the log already")
            if counts
            else _("This is in the log, and was corrected or withdrawn. Take that back there instead"),
        )
    return sequence


def _ruling(form: RecognitionForm) -> Ruling:
    return rule(form.completed_on.data, visitor().today, _months(), _course(form).valid_months)


def _course(form: RecognitionForm) -> CourseFacts:
    return courses_of(visitor().organisation.id)[form.course.data]


def _months() -> int:
    return records.recognition_months(visitor().organisation.id)


def _form() -> RecognitionForm:
    form = RecognitionForm()
    form.offer(courses_of(visitor().organisation.id))
    return form


def _page(form: RecognitionForm) -> str:
    months = _months()
    return render_template(
        "imports/recognise.html", form=form, months=months, earliest=earliest_day(visitor().today, months)
    )
