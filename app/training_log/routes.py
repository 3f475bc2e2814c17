import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing
from typing import IO

from flask import Blueprint, Response, abort, make_response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wsgi import FileWrapper

from app.documents import xlsx_file
from app.documents.csv_file import csv_stream
from app.documents.table_schema import table_schema
from app.documents.xlsx_file import DoesNotFit
from app.training_log import records
from app.training_log.columns import HEADER, columns
from app.training_log.forms import LogFilterForm
from app.training_log.records import LogFilter
from app.web.access import Who, open_to
from app.web.editions import current_editions
from app.web.printing import why_not_printed
from app.web.scope import Scope, scope_of, team_choices
from app.web.visitor import visitor

training_log = Blueprint("training_log", __name__, template_folder="templates")

PAGE_SIZE = 50
CHUNK = 65_536
DOES_NOT_FIT = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@training_log.get("/log")
@open_to(Who.MANAGER, Who.LEAD)
def log() -> ResponseReturnValue:
    scope, form = _asked()
    wanted = form.wanted()
    count = records.count(scope, wanted)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "training_log/log.html",
        form=form,
        columns=columns(),
        rows=records.page(scope, wanted, number, PAGE_SIZE),
        count=count,
        first=(number - 1) * PAGE_SIZE + 1,
        number=number,
        pages=pages,
        without_pdf=_without_pdf(scope) if visitor().is_lead else [],
    )


@training_log.get("/log.csv")
@open_to(Who.MANAGER, Who.LEAD)
def log_csv() -> ResponseReturnValue:
    scope, form = _asked()
    rows = records.stream(scope, form.wanted(), dates_as_text=True)
    chunks = csv_stream(HEADER, rows)
    return _download(stream_with_context(chunks), "text/csv; charset=utf-8", "csv")


@training_log.get("/log.xlsx")
@open_to(Who.MANAGER, Who.LEAD)
def log_xlsx() -> ResponseReturnValue:
    scope, form = _asked()
    try:
        workbook = _workbook(scope, form.wanted())
    except DoesNotFit:
        most = xlsx_file.MOST_ROWS
        return render_template("training_log/does_not_fit.html", query=form.address(), most=most), DOES_NOT_FIT
    return _download(FileWrapper(workbook, CHUNK), XLSX, "xlsx")


@training_log.get("/log.schema.json")
@open_to(Who.MANAGER, Who.LEAD)
def log_schema() -> ResponseReturnValue:
    """The data dictionary of the files (Table Schema)."""
    return table_schema(columns())


def _without_pdf(scope: Scope) -> list[tuple[str, str]]:
    """Certificates that still cannot be drawn: fonts may have been added since."""
    return [each for each in records.names_without_pdf(scope.organisation_id) if why_not_printed(each[0])]


def _asked() -> tuple[Scope, LogFilterForm]:
    """What the visitor may see and what they ask for; a filter that cannot be is answered with what is wrong."""
    scope = scope_of(visitor())
    form = LogFilterForm(request.args)
    published = {each.module.slug: each.module.title for each in current_editions()}
    form.offer(records.course_choices(scope.organisation_id, published), team_choices(scope))
    if not form.validate():
        page = render_template("training_log/log.html", form=form, columns=columns(), rows=None)
        abort(make_response(page, 400))
    return scope, form


def _workbook(scope: Scope, wanted: LogFilter) -> IO[bytes]:
    """A temporary file that goes when it is closed; nothing of it is left after a fault. Raises DoesNotFit."""
    if records.count(scope, wanted) > xlsx_file.MOST_ROWS:
        raise DoesNotFit
    with ExitStack() as after_a_fault:
        file = after_a_fault.enter_context(tempfile.TemporaryFile())
        with closing(records.stream(scope, wanted, dates_as_text=False)) as rows:
            xlsx_file.write_xlsx(file, HEADER, rows, _("Training log"))
        file.seek(0)
        after_a_fault.pop_all()
        return file


def _download(body: Iterable[bytes], media_type: str, ending: str) -> Response:
    response = Response(body, content_type=media_type)
    name = f"training-log-{visitor().today:%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
