"""Lists of staff: taken in, their columns chosen, shown as they would be taken over, taken over or given up."""

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.assignments.refreshing import waiting
from app.database import writing
from app.documents.csv_file import csv_stream
from app.rules.staff_lists.columns import find_wrong, guess, headings_at
from app.staff_import import records
from app.staff_import.applying import (
    HasProblems,
    Interrupted,
    LooksDifferent,
    ManyLeave,
    take_over_staged,
    work_out_for,
)
from app.staff_import.checking import Checked, check_list, count_rows
from app.staff_import.choices import Choices, Remembered, read, written
from app.staff_import.files import UnusableList, open_list
from app.staff_import.forms import ColumnsForm, UploadForm, answered, columns_form
from app.staff_import.showing import show
from app.staff_import.words import HEADER, TEMPLATE_COLUMNS, TEMPLATE_ROWS, Telling, change_rows, unusable_words
from app.web import clock, staged_files
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.staged_files import LARGEST_ID, PEOPLE, Staged
from app.web.uploads import takes_up_to
from app.web.visitor import visitor

staff_import = Blueprint("staff_import", __name__, template_folder="templates")

BAD_FORM = 400
LARGEST_FILE = 8_000_000
ROOM_FOR_THE_FORM = 20_000
MOST_ROWS = 20_000
SECONDS_TO_WORK_OUT = 8.0


@staff_import.get("/people/import")
@open_to(Who.LEAD)
def new_list() -> ResponseReturnValue:
    return _upload_page(UploadForm())


@staff_import.get("/people/import/template.csv")
@open_to(Who.LEAD)
def list_template() -> ResponseReturnValue:
    """A file to fill in, with three rows that show how."""
    return _download("staff-list.csv", csv_stream([str(each) for each in TEMPLATE_COLUMNS], TEMPLATE_ROWS))


@staff_import.post("/people/import")
@open_to(Who.LEAD)
@takes_up_to(LARGEST_FILE + ROOM_FOR_THE_FORM)
def stage_list() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate():
        return _upload_page(form), BAD_FORM
    content = form.file.data.read()
    if words := _why_unusable(content):
        form.object(words)
        return _upload_page(form), BAD_FORM
    person = visitor()
    with writing():
        name = staged_files.tidy_file_name(form.file.data.filename)
        mine = (person.organisation.id, person.id, PEOPLE)
        import_id = staged_files.stage(*mine, name, content, clock.now())
    return redirect(url_for("staff_import.list_columns", import_id=import_id), 303)


@staff_import.get("/people/import/<int:import_id>/columns")
@open_to(Who.LEAD)
def list_columns(import_id: int) -> ResponseReturnValue:
    """What we think which column is what, to be put right."""
    staged = _staged(import_id)
    if staged.content is None:
        return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)
    return _columns_page(staged, _columns_form(staged, staged.content))


@staff_import.post("/people/import/<int:import_id>/columns")
@open_to(Who.LEAD)
def choose_columns(import_id: int) -> ResponseReturnValue:
    staged = _staged(import_id)
    if staged.content is None:
        return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)
    form = _columns_form(staged, staged.content)
    if not form.validate():
        return _columns_page(staged, form), BAD_FORM
    places = form.chosen()
    if wrong := find_wrong(places):
        form.object(wrong)
        return _columns_page(staged, form), BAD_FORM
    headings = headings_at(open_list(BytesIO(staged.content)).header, places)
    organisation_id = visitor().organisation.id
    with writing():
        staged_files.choose(import_id, written(replace(read(staged.choices), places=places)))
        records.remember(organisation_id, Remembered(headings, records.remembered(organisation_id).kinds))
    return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)


@staff_import.get("/people/import/<int:import_id>")
@open_to(Who.LEAD)
def dry_run_of_list(import_id: int) -> ResponseReturnValue:
    """What the list would change, worked out afresh; after it was taken over, that it was."""
    staged = _staged(import_id)
    if staged.imported_on is not None:
        left = waiting(visitor().organisation.id, visitor().today)
        return render_template("staff_import/taken_over.html", staged=staged, waiting=left)
    if staged.content is None:
        tell(_("This file is not here any more, and nothing of it was changed. Put it in again."))
        return redirect(url_for("staff_import.new_list"), 303)
    choices = read(staged.choices)
    if not choices.places:
        return redirect(url_for("staff_import.list_columns", import_id=import_id), 303)
    checked = _checked(staged.content, choices)
    return render_template("staff_import/dry_run.html", staged=staged, choices=choices, shown=show(checked, choices))


@staff_import.get("/people/import/<int:import_id>.csv")
@open_to(Who.LEAD)
def dry_run_file(import_id: int) -> ResponseReturnValue:
    """All of the dry run, as a file."""
    staged = _staged(import_id)
    choices = read(staged.choices)
    if staged.content is None or not choices.places:
        abort(404)
    checked = _checked(staged.content, choices)
    rows = change_rows(checked.plan, Telling(checked.teams, checked.names()))
    return _download("what-would-change.csv", csv_stream(HEADER, rows))


@staff_import.post("/people/import/<int:import_id>/answers")
@open_to(Who.LEAD)
def answer(import_id: int) -> ResponseReturnValue:
    """Keep what was answered, and work the dry run out again."""
    staged = _staged(import_id)
    if staged.imported_on is None:
        with writing():
            staged_files.choose(import_id, written(answered(read(staged.choices), request.form)))
    return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)


@staff_import.post("/people/import/<int:import_id>")
@open_to(Who.LEAD)
def take_over_list(import_id: int) -> ResponseReturnValue:
    staged, person = _staged(import_id), visitor()
    leavers = request.form.get("leavers", type=int)
    try:
        mine = (person.organisation.id, staged.id, person.id, person.today)
        take_over_staged(*mine, seal=request.form.get("seal", ""), leavers=leavers)
        _work_out()
    except HasProblems:
        tell(_("Nothing was changed: something in the list is not right any more. See below."))
    except LooksDifferent:
        tell(_("Nothing was changed: by now the list would do something else than you saw. Look again."))
    except ManyLeave:
        tell(_("Nothing was changed: say first that so many people really leave."))
    except Interrupted as interruption:
        current_app.logger.error("a list of staff came to nothing: %s", interruption)
        tell(_("Something came in between. Nothing was changed; try it again."))
    return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)


@staff_import.post("/people/import/<int:import_id>/work-out")
@open_to(Who.LEAD)
def carry_on(import_id: int) -> ResponseReturnValue:
    """Go on working out what is asked of everybody, for a few seconds."""
    staged = _staged(import_id)
    if staged.imported_on is not None:
        _work_out()
    return redirect(url_for("staff_import.dry_run_of_list", import_id=import_id), 303)


@staff_import.post("/people/import/<int:import_id>/give-up")
@open_to(Who.LEAD)
def give_up_list(import_id: int) -> ResponseReturnValue:
    staged = _staged(import_id)
    with writing():
        staged_files.give_up(visitor().organisation.id, staged.id)
    tell(_("Nothing was changed, and we have not kept the file."))
    return redirect(url_for("staff_import.new_list"), 303)


def _work_out() -> None:
    if not work_out_for(SECONDS_TO_WORK_OUT, visitor().organisation.id, visitor().today):
        tell(_("The list is taken over. What people have to do, and by when, is still being worked out."))


def _staged(import_id: int) -> Staged:
    mine = visitor().organisation.id
    found = staged_files.find_staged(mine, PEOPLE, import_id) if import_id <= LARGEST_ID else None
    if found is None:
        abort(404)
    return found


def _checked(content: bytes, choices: Choices) -> Checked:
    person = visitor()
    return check_list(BytesIO(content), person.organisation.id, person.id, person.today, choices)


def _why_unusable(content: bytes) -> str | None:
    try:
        rows = count_rows(BytesIO(content))
    except UnusableList as error:
        return unusable_words(error)
    too_many = _(
        "There are %(rows)s rows, and this page takes 20,000. Ask your administrator to take the list over with "
        "flask people import",
        rows=f"{rows:,}",
    )
    return str(too_many) if rows > MOST_ROWS else None


def _columns_form(staged: Staged, content: bytes) -> ColumnsForm:
    """With the columns as they were chosen for this file, else as they were for the last, else as we guess them."""
    opened = open_list(BytesIO(content))
    places = read(staged.choices).places or guess(opened.header, records.remembered(visitor().organisation.id).headings)
    return columns_form(opened.header, opened.samples, places)


def _columns_page(staged: Staged, form: ColumnsForm) -> str:
    return render_template("staff_import/columns.html", form=form, staged=staged)


def _upload_page(form: UploadForm) -> str:
    past = staged_files.past_imports(visitor().organisation.id, PEOPLE)
    return render_template("staff_import/new.html", form=form, past=past)


def _download(name: str, content: object) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")  # type: ignore[arg-type]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
