from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from markupsafe import escape

from app.documents.csv_file import csv_stream
from app.people import records
from app.people.asking import asked
from app.people.cell_words import CellWords
from app.people.views import SOON, TeamCoverage, TeamView, matrix_of, standing_of, to_remind
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State, coverage_of
from app.web.access import Who, open_to
from app.web.visitor import visitor

people = Blueprint("people", __name__, template_folder="templates")

PAGE_SIZE = 50
HEADER = ("name", "team", "requirement", "strength", "state", "due_on", "done_on")


@people.get("/team")
@open_to(Who.MANAGER)
def team() -> ResponseReturnValue:
    """Who of the visitor's people has done what they must, and who has not; nothing else about them."""
    view, form = asked("list", forgiving=True)
    everybody = records.members(view.unfiltered)
    shown = everybody if view == view.unfiltered else records.members(view)
    count = len(shown)
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    lines = records.lines(view, shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    matrix = matrix_of(view, lines)
    return render_template(
        "people/team.html",
        form=form,
        standing=standing_of(everybody),
        coverage=_coverage(view),
        columns=matrix.columns,
        left_out=matrix.left_out,
        titles=[escape(each.title) for each in matrix.columns],
        cell_words=CellWords(),
        lines=matrix.lines,
        count=count,
        to_remind=len(to_remind(view.wanted, shown)),
        is_about_soon=view.wanted.state == SOON,
        is_about_others=view.wanted.state not in {None, SOON, State.OVERDUE.value},
        first=(number - 1) * PAGE_SIZE + 1,
        number=number,
        pages=pages,
    )


@people.get("/team.csv")
@open_to(Who.MANAGER)
def team_csv() -> ResponseReturnValue:
    """Everybody whom the filters show, on all pages: a row for each cell."""
    view, _form = asked("file")
    chunks = csv_stream(HEADER, _rows(view))
    response = Response(stream_with_context(chunks), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="my-team-{visitor().today:%Y-%m-%d}.csv"'
    return response


def _coverage(view: TeamView) -> list[TeamCoverage]:
    """Of the mandatory requirements shown that bind somebody now."""
    counts = records.counts(view)
    found = [TeamCoverage(each, coverage_of(counts.get(each.key, {}))) for each in view.columns]
    return [each for each in found if each.coverage.bound and each.requirement.strength is Strength.MANDATORY]


def _rows(view: TeamView) -> Iterator[tuple[str | date | None, ...]]:
    for line in records.all_lines(view, records.members(view)):
        for requirement, cell in zip(view.columns, line.cells, strict=True):
            done = (cell.state, cell.due_on, cell.done_on)
            yield (line.member.name, line.teams, requirement.title, requirement.strength.value, *done)
