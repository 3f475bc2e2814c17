from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.registers import course_records
from app.registers.course_records import CourseRow
from app.registers.forms import NO, YES, ChangedCourseForm, NewCourseForm
from app.web.access import Who, open_to
from app.web.courses import courses_of
from app.web.messages import tell
from app.web.visitor import visitor

courses = Blueprint("courses", __name__, template_folder="templates")

BAD_FORM = 400


@courses.get("/courses")
@open_to(Who.LEAD)
def course_list() -> ResponseReturnValue:
    found = course_records.courses_elsewhere(visitor().organisation.id)
    return render_template("registers/courses.html", courses=found)


@courses.get("/courses/new")
@open_to(Who.LEAD)
def new_course() -> ResponseReturnValue:
    return _new_page(NewCourseForm())


@courses.post("/courses/new")
@open_to(Who.LEAD)
def add_course() -> ResponseReturnValue:
    form = NewCourseForm(_titles())
    if not form.validate():
        return _new_page(form), BAD_FORM
    with writing():
        course_records.add(visitor().organisation.id, form.title.data, int(form.level.data), form.valid_months.data)
    tell(_("The course is added. Sessions of it can be set up now."))
    return redirect(url_for("courses.course_list"), 303)


@courses.get("/courses/<int:course_id>")
@open_to(Who.LEAD)
def course(course_id: int) -> ResponseReturnValue:
    found = _course(course_id)
    form = ChangedCourseForm(
        data={
            "title": found.title,
            "valid_months": found.valid_months,
            "offered": YES if found.is_offered else NO,
        }
    )
    return _course_page(found, form)


@courses.post("/courses/<int:course_id>")
@open_to(Who.LEAD)
def change_course(course_id: int) -> ResponseReturnValue:
    found = _course(course_id)
    form = ChangedCourseForm(_titles(besides=found))
    if not form.validate():
        return _course_page(found, form), BAD_FORM
    with writing():
        course_records.change(
            visitor().organisation.id,
            course_id,
            form.title.data,
            form.valid_months.data,
            is_offered=form.offered.data == YES,
        )
    tell(_("Saved. What people have completed before stays as it is."))
    return redirect(url_for("courses.course_list"), 303)


def _course(course_id: int) -> CourseRow:
    return course_records.find(visitor().organisation.id, course_id) or abort(404)


def _titles(besides: CourseRow | None = None) -> list[str]:
    """The titles that are taken."""
    organisation_id = visitor().organisation.id
    elsewhere = [each for each in course_records.courses_elsewhere(organisation_id) if each != besides]
    titles = {each.title for each in courses_of(organisation_id).values()} - ({besides.title} if besides else set())
    return [*titles, *(each.title for each in elsewhere)]


def _new_page(form: NewCourseForm) -> str:
    return render_template("registers/new_course.html", form=form)


def _course_page(found: CourseRow, form: ChangedCourseForm) -> str:
    return render_template("registers/course.html", course=found, form=form)
