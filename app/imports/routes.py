"""Files of old records: taken in, shown as they would be imported, imported or given up."""

from io import BytesIO

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.documents.csv_file import csv_stream
from app.imports.adding import Interrupted, add_staged
from app.imports.checking import UnusableFile, open_file
from app.imports.forms import UploadForm
from app.imports.planning import MOST_TOLD, HasProblems, plan_import
from app.imports.words import (
    COLUMNS,
    ENCODINGS,
    NEEDED,
    passed_words,
    plan_words,
    problem_words,
    template_rows,
    unusable_words,
)
from app.web import clock, staged_files
from app.web.access import Who, open_to
from app.web.courses import courses_of
from app.web.messages import tell
from app.web.staged_files import COMPLETIONS, LARGEST_ID, Staged
from app.web.uploads import takes_up_to
from app.web.visitor import visitor

imports = Blueprint("imports", __name__, template_folder="templates")

BAD_FORM = 400
LARGEST_FILE = 5_000_000
ROOM_FOR_THE_FORM = 20_000
MOST_ROWS = 10_000
SHOWN_COLUMNS = tuple(str(field) for field in COLUMNS)


@imports.get("/log/import")
@open_to(Who.LEAD)
def new_import() -> ResponseReturnValue:
    return _upload_page(UploadForm())


@imports.get("/log/import/template.csv")
@open_to(Who.LEAD)
def template() -> ResponseReturnValue:
    """A file to fill in, with two rows that show how."""
    course = next((each.title for each in courses_of(visitor().organisation.id).values()), "")
    rows = template_rows(course, visitor().today.year)
    response = Response(csv_stream(SHOWN_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="old-staged_files.csv"'
    return response


@imports.post("/log/import")
@open_to(Who.LEAD)
@takes_up_to(LARGEST_FILE + ROOM_FOR_THE_FORM)
def stage() -> ResponseReturnValue:
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
        import_id = staged_files.stage(person.organisation.id, person.id, COMPLETIONS, name, content, clock.now())
    return redirect(url_for("imports.dry_run", import_id=import_id), 303)


@imports.get("/log/import/<int:import_id>")
@open_to(Who.LEAD)
def dry_run(import_id: int) -> ResponseReturnValue:
    """What the file would do, worked out afresh; after the import, what it did."""
    staged = _staged(import_id)
    if staged.imported_on is not None:
        return render_template("imports/imported.html", staged=staged)
    if staged.content is None:
        tell(_("This file is not here any more, and nothing of it was added. Put it in again."))
        return redirect(url_for("imports.new_import"), 303)
    plan = plan_import(BytesIO(staged.content), visitor().organisation.id, visitor().today)
    return render_template(
        "imports/dry_run.html",
        staged=staged,
        plan=plan,
        words=plan_words(plan),
        problem_words=problem_words,
        passed_words=passed_words,
        encoding=ENCODINGS[plan.encoding],
        most=MOST_TOLD,
    )


@imports.post("/log/import/<int:import_id>")
@open_to(Who.LEAD)
def import_staged(import_id: int) -> ResponseReturnValue:
    staged, person = _staged(import_id), visitor()
    try:
        add_staged(person.organisation.id, staged.id, person.id, person.today)
    except HasProblems:
        tell(_("Nothing was added: something in the file is not right any more. See below."))
    except Interrupted as interruption:
        current_app.logger.error("an import came to nothing: %s", interruption)
        if _staged(import_id).imported_on is None:
            tell(_("Something came in between. Nothing was added; import it again."))
    return redirect(url_for("imports.dry_run", import_id=import_id), 303)


@imports.post("/log/import/<int:import_id>/give-up")
@open_to(Who.LEAD)
def give_up(import_id: int) -> ResponseReturnValue:
    staged = _staged(import_id)
    with writing():
        staged_files.give_up(visitor().organisation.id, staged.id)
    tell(_("Nothing was added, and we have not kept the file."))
    return redirect(url_for("imports.new_import"), 303)


def _staged(import_id: int) -> Staged:
    mine = visitor().organisation.id
    found = staged_files.find_staged(mine, COMPLETIONS, import_id) if import_id <= LARGEST_ID else None
    if found is None:
        abort(404)
    return found


def _why_unusable(content: bytes) -> str | None:
    try:
        rows = sum(1 for _row in open_file(BytesIO(content)).rows)
    except UnusableFile as error:
        return unusable_words(error)
    if rows == 0:
        return str(_("There is a header and nothing below it"))
    too_many = _(
        "There are %(rows)s rows, and this page takes 10,000. Split the file, or ask your administrator to import it "
        "with flask log import",
        rows=f"{rows:,}",
    )
    return str(too_many) if rows > MOST_ROWS else None


def _upload_page(form: UploadForm) -> str:
    return render_template(
        "imports/new.html",
        form=form,
        columns=COLUMNS,
        needed=NEEDED,
        past=staged_files.past_imports(visitor().organisation.id, COMPLETIONS),
    )
