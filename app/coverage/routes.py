from collections.abc import Iterable
from typing import Literal

from flask import Blueprint, Response, abort, make_response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.assignments.words.labels import LABELS
from app.assignments.words.sentences import sentence
from app.assignments.words.titles import course_titles
from app.coverage import listing
from app.coverage.figures import FEWEST_TOLD, not_counted, percent, widths
from app.coverage.files import OVERVIEW, PEOPLE, detail_header, detail_rows, overview_rows, people_rows
from app.coverage.forms import DayForm, asked_by
from app.coverage.seeing import Detail, Overview, detail
from app.coverage.trend import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, height_of, lines, points
from app.coverage.views import WITHIN, Asked, By, Whom
from app.coverage.wording import BY, COLUMN, WHOM, kind_words
from app.documents.csv_file import Cell, csv_stream
from app.rules.programmes.requirements import Strength
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.scope import scope_of
from app.web.visitor import visitor

coverage = Blueprint("coverage", __name__, template_folder="templates")

PAGE_SIZE = 50
WORDS = {
    "percent": percent,
    "widths": widths,
    "not_counted": not_counted,
    "FEWEST_TOLD": FEWEST_TOLD,
    "Strength": Strength,
    "By": By,
    "Whom": Whom,
}


@coverage.get("/coverage")
@open_to(Who.LEAD)
def overview() -> ResponseReturnValue:
    """Counts alone: nobody is looked at."""
    seen, form = _overview()
    return render_template("coverage/coverage.html", form=form, seen=seen, asked=seen.asked, **WORDS)


@coverage.get("/coverage.csv")
@open_to(Who.LEAD)
def overview_csv() -> ResponseReturnValue:
    seen, _form = _overview()
    return _download(OVERVIEW, overview_rows(seen), f"coverage-{seen.day:%Y-%m-%d}")


@coverage.get("/coverage/<requirement>")
@open_to(Who.LEAD)
def requirement(requirement: str) -> ResponseReturnValue:
    seen, form = _detail(requirement)
    return render_template(
        "coverage/requirement.html",
        form=form,
        seen=seen,
        asked=seen.asked,
        path=f"/coverage/{requirement}",
        sentence=sentence(seen.requirement, course_titles(seen.organisation_id)),
        by_words=BY,
        column=COLUMN[seen.asked.by],
        kind_words=kind_words,
        chart=_chart(seen) if seen.asked.by is By.MONTH else None,
        **WORDS,
    )


@coverage.get("/coverage/<requirement>.csv")
@open_to(Who.LEAD)
def requirement_csv(requirement: str) -> ResponseReturnValue:
    """The table that the page shows."""
    seen, _form = _detail(requirement)
    rows = detail_rows(seen) if seen.is_asked_then else ()
    return _download(detail_header(seen.asked.by), rows, f"coverage-{requirement}-{seen.day:%Y-%m-%d}")


@coverage.get("/coverage/<requirement>/people")
@open_to(Who.LEAD)
def people(requirement: str) -> ResponseReturnValue:
    """By name who is overdue, has not done it yet, or will have to do it again soon."""
    seen, form = _detail(requirement)
    _look(seen, "list")
    asked = seen.asked
    count = listing.count(seen.view, seen.whom, asked.within)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "coverage/people.html",
        form=form,
        seen=seen,
        asked=asked,
        path=f"/coverage/{requirement}",
        whom_words=_whom_words(seen),
        labels=LABELS,
        kind_words=kind_words,
        WITHIN=WITHIN,
        rows=listing.page(seen.view, seen.whom, asked.within, number, PAGE_SIZE),
        count=count,
        first=(number - 1) * PAGE_SIZE + 1,
        number=number,
        pages=pages,
        **WORDS,
    )


@coverage.get("/coverage/<requirement>/people.csv")
@open_to(Who.LEAD)
def people_csv(requirement: str) -> ResponseReturnValue:
    """Everybody on the list, on all of its pages."""
    seen, _form = _detail(requirement)
    _look(seen, "file")
    found = listing.stream(seen.view, seen.whom, seen.asked.within)
    rows = people_rows(found, seen)
    return _download(PEOPLE, rows, f"coverage-{requirement}-people-{seen.day:%Y-%m-%d}")


def _overview() -> tuple[Overview, DayForm]:
    asked, form = _asked()
    return Overview(visitor().organisation.id, visitor().today, Asked(on=asked.on)), form


def _detail(key: str) -> tuple[Detail, DayForm]:
    asked, form = _asked()
    found = detail(visitor().organisation.id, visitor().today, asked, key)
    if found is None:
        abort(404)
    return found, form


def _asked() -> tuple[Asked, DayForm]:
    """A day that cannot be is answered with what is wrong; a part that there cannot be is not there."""
    form = DayForm(request.args)
    form.set_today(visitor().today)
    if not form.validate():
        abort(make_response(render_template("coverage/wrong_day.html", form=form, path=request.path), 400))
    asked = asked_by(request.args, form.on.data)
    if asked is None:
        abort(404)
    return asked, form


def _look(seen: Detail, what: Literal["list", "file"]) -> None:
    """Recorded before anything is shown. Of today by team, if teams are as they stand; otherwise of everybody."""
    scope = scope_of(visitor())
    teams = seen.view.teams
    is_exact = teams is not None and seen.day == seen.today and not seen.waiting
    look_at_list(visitor(), scope.narrowed(teams) if teams is not None and is_exact else scope, what)


def _whom_words(seen: Detail) -> dict[Whom, object]:
    """What is not mandatory is never overdue."""
    return {whom: words for whom, words in WHOM.items() if seen.is_mandatory or whom is not Whom.OVERDUE}


def _chart(seen: Detail) -> dict[str, object]:
    found = points(seen.moments)
    ticks = [(share, height_of(share / 100)) for share in (0, 25, 50, 75, 100)]
    frame = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": HEIGHT - BOTTOM}
    return {**frame, "points": found, "lines": lines(found), "ticks": ticks}


def _download(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], name: str) -> Response:
    chunks = stream_with_context(csv_stream(header, rows))
    response = Response(chunks, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
