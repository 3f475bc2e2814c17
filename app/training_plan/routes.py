from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.database import writing
from app.rules.plans import Progress
from app.training_plan import records
from app.training_plan.forms import LineForm
from app.training_plan.wording import PROGRESS
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.visitor import visitor

training_plan = Blueprint("training_plan", __name__, template_folder="templates")

BAD_FORM = 400
YEARS = range(1990, 2201)


@training_plan.get("/plan")
@open_to(Who.LEAD)
def this_year() -> ResponseReturnValue:
    return redirect(url_for("training_plan.board", year=visitor().today.year), 303)


@training_plan.get("/plan/<int:year>")
@open_to(Who.LEAD)
def board(year: int) -> ResponseReturnValue:
    """What is planned for a year, by how far it is."""
    _check(year)
    found = records.lines(visitor().organisation.id, year)
    years = {*records.years(visitor().organisation.id), year, visitor().today.year, visitor().today.year + 1}
    return render_template(
        "training_plan/board.html",
        year=year,
        years=sorted(years, reverse=True),
        columns={progress: [each for each in found if each.progress == progress] for progress in Progress},
        words=PROGRESS,
        today=visitor().today,
        unfinished_before=any(
            each.progress != Progress.COMPLETE for each in records.lines(visitor().organisation.id, year - 1)
        ),
    )


@training_plan.get("/plan/<int:year>/new")
@open_to(Who.LEAD)
def new_line(year: int) -> ResponseReturnValue:
    _check(year)
    return _page(LineForm(), year, None)


@training_plan.post("/plan/<int:year>/new")
@open_to(Who.LEAD)
def add_line(year: int) -> ResponseReturnValue:
    _check(year)
    form = LineForm()
    if not form.validate():
        return _page(form, year, None), BAD_FORM
    with writing():
        records.add(visitor().organisation.id, year, form.line())
    tell(_("The line is added."))
    return _to_board(year)


@training_plan.post("/plan/<int:year>/take-over")
@open_to(Who.LEAD)
def take_over(year: int) -> ResponseReturnValue:
    """What was not completed in the year before is planned for this one."""
    _check(year)
    with writing():
        count = records.copy_unfinished(visitor().organisation.id, year - 1, year)
    tell(ngettext("%(num)s line is taken over.", "%(num)s lines are taken over.", count))
    return _to_board(year)


@training_plan.get("/plan/lines/<int:line_id>")
@open_to(Who.LEAD)
def line(line_id: int) -> ResponseReturnValue:
    found = _line(line_id)
    return _page(LineForm(obj=found), found.year, found.id)


@training_plan.post("/plan/lines/<int:line_id>")
@open_to(Who.LEAD)
def change_line(line_id: int) -> ResponseReturnValue:
    form, year = LineForm(), _line(line_id).year
    if not form.validate():
        return _page(form, year, line_id), BAD_FORM
    with writing():
        records.change(_line(line_id), form.line())
    tell(_("Saved."))
    return _to_board(year)


@training_plan.post("/plan/lines/<int:line_id>/progress")
@open_to(Who.LEAD)
def move_line(line_id: int) -> ResponseReturnValue:
    """Say that a line is begun, or done; or that it is not after all."""
    found, progress = _line(line_id), request.form.get("progress")
    if progress not in set(Progress):
        abort(400)
    year = found.year
    with writing():
        _line(line_id).progress = str(progress)
    return _to_board(year)


@training_plan.post("/plan/lines/<int:line_id>/remove")
@open_to(Who.LEAD)
def remove_line(line_id: int) -> ResponseReturnValue:
    year = _line(line_id).year
    with writing():
        records.remove(_line(line_id))
    tell(_("The line is taken out."))
    return _to_board(year)


def _check(year: int) -> None:
    if year not in YEARS:
        abort(404)


def _line(line_id: int) -> records.Item:
    return records.line(visitor().organisation.id, line_id) or abort(404)


def _to_board(year: int) -> ResponseReturnValue:
    return redirect(url_for("training_plan.board", year=year), 303)


def _page(form: LineForm, year: int, line_id: int | None) -> str:
    return render_template("training_plan/line.html", form=form, year=year, line_id=line_id)
