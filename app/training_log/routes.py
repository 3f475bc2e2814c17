import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing
from datetime import date
from typing import IO, Literal

from flask import Blueprint, Response, abort, make_response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wsgi import FileWrapper

from app.documents import json_lines, xlsx_file
from app.documents.table_schema import table_schema
from app.documents.xlsx_file import DoesNotFit
from app.ledger.heads import newest_head_day
from app.rules.signed_heads import is_overdue
from app.training_log import records
from app.training_log.columns import HEADER, columns
from app.training_log.files import as_csv, as_json_lines, as_xapi
from app.training_log.forms import EVERYTHING, LogFilterForm
from app.training_log.views import LogView
from app.training_log.wording import KINDS, STATES
from app.web.access import Who, open_to
from app.web.editions import current_editions
from app.web.looks import look_at_list
from app.web.printing import why_not_printed
from app.web.scope import Scope, scope_of, team_choices
from app.web.visitor import visitor

training_log = Blueprint("training_log", __name__, template_folder="templates")

PAGE_SIZE = 50
CHUNK = 65_536
DOES_NOT_FIT = 422
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@training_log.get("/log")
@open_to(Who.MANAGER, Who.LEAD)
def log() -> ResponseReturnValue:
    view, form = _asked("list")
    count = records.count(view)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "training_log/log.html",
        form=form,
        columns=columns(),
        rows=records.page(view, number, PAGE_SIZE),
        count=count,
        put_right=0 if view.wanted.everything else records.count_put_right(view),
        EVERYTHING=EVERYTHING,
        kinds=KINDS,
        states=STATES,
        first=(number - 1) * PAGE_SIZE + 1,
        number=number,
        pages=pages,
        without_pdf=_without_pdf(view.scope) if visitor().is_lead else [],
        is_lead=visitor().is_lead,
        unsigned_since=_unsigned_since(view.scope) if visitor().is_lead else None,
    )


@training_log.get("/log.csv")
@open_to(Who.MANAGER, Who.LEAD)
def log_csv() -> ResponseReturnValue:
    view, _form = _asked("file")
    chunks = as_csv(records.stream(view, dates_as_text=True))
    return _download(stream_with_context(chunks), view, CSV, "csv")


@training_log.get("/log.jsonl")
@open_to(Who.MANAGER, Who.LEAD)
def log_jsonl() -> ResponseReturnValue:
    view, _form = _asked("file")
    chunks = as_json_lines(records.stream(view, dates_as_text=True))
    return _download(stream_with_context(chunks), view, json_lines.MEDIA_TYPE, "jsonl")


@training_log.get("/log.xapi.jsonl")
@open_to(Who.MANAGER, Who.LEAD)
def log_xapi() -> ResponseReturnValue:
    """Of everything recorded: a statement stays, and another one voids it."""
    view, _form = _asked("file")
    chunks = as_xapi(records.stream_recorded(view), view)
    return _download(stream_with_context(chunks), view, json_lines.MEDIA_TYPE, "xapi.jsonl")


@training_log.get("/log.xlsx")
@open_to(Who.MANAGER, Who.LEAD)
def log_xlsx() -> ResponseReturnValue:
    view, form = _asked("file")
    try:
        workbook = _workbook(view)
    except DoesNotFit:
        most = xlsx_file.MOST_ROWS
        return render_template("training_log/does_not_fit.html", query=form.address(), most=most), DOES_NOT_FIT
    return _download(FileWrapper(workbook, CHUNK), view, XLSX, "xlsx")


@training_log.get("/log.schema.json")
@open_to(Who.MANAGER, Who.LEAD)
def log_schema() -> ResponseReturnValue:
    """The data dictionary of the files (Table Schema)."""
    return table_schema(columns())


def _unsigned_since(scope: Scope) -> date | None:
    """The day of the newest signed head, or of the first entry without one, where that is too long ago."""
    since = newest_head_day(scope.organisation_id) or records.first_recorded_on(scope.organisation_id)
    return since if since is not None and is_overdue(since, scope.today) else None


def _without_pdf(scope: Scope) -> list[tuple[str, str]]:
    """Certificates that still cannot be drawn: fonts may have been added since."""
    return [each for each in records.names_without_pdf(scope.organisation_id) if why_not_printed(each[0])]


def _asked(what: Literal["list", "file"]) -> tuple[LogView, LogFilterForm]:
    """What the visitor may see of what they ask for; a filter that cannot be is answered with what is wrong.

    That they look is recorded.
    """
    scope = scope_of(visitor())
    form = LogFilterForm(request.args)
    published = {each.module.slug: each.module.title for each in current_editions()}
    courses = records.course_choices(scope.organisation_id, published)
    form.offer(courses, team_choices(scope), visitor().today)
    if not form.validate():
        page = render_template("training_log/log.html", form=form, columns=columns(), rows=None)
        abort(make_response(page, 400))
    view = LogView(scope, form.wanted(), visitor().organisation.time_zone)
    look_at_list(visitor(), view.shown, what)
    return view, form


def _workbook(view: LogView) -> IO[bytes]:
    """A temporary file that goes when it is closed; nothing of it is left after a fault. Raises DoesNotFit."""
    if records.count(view) > xlsx_file.MOST_ROWS:
        raise DoesNotFit
    with ExitStack() as after_a_fault:
        file = after_a_fault.enter_context(tempfile.TemporaryFile())
        with closing(records.stream(view, dates_as_text=False)) as rows:
            xlsx_file.write_xlsx(file, HEADER, rows, _("Training log"))
        file.seek(0)
        after_a_fault.pop_all()
        return file


def _download(body: Iterable[bytes], view: LogView, media_type: str, ending: str) -> Response:
    response = Response(body, content_type=media_type)
    day = f"as-at-{view.day:%Y-%m-%d}" if view.wanted.as_at else f"{view.day:%Y-%m-%d}"
    response.headers["Content-Disposition"] = f'attachment; filename="training-log-{day}.{ending}"'
    return response
