from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from app.documents.csv_file import csv_stream
from app.partnership import records
from app.partnership.comparing import HEADER, Row, compare, rows_of_file
from app.rules.small_numbers import LEAST
from app.web.access import Who, open_to
from app.web.visitor import visitor

partnership = Blueprint("partnership", __name__, template_folder="templates")


@partnership.get("/partnership")
@open_to(Who.COORDINATOR, Who.LEAD)
def overview() -> ResponseReturnValue:
    """How far each organisation of the visitor's partnership is, in counts that tell of nobody."""
    name, rows = _compared()
    partners = [partner for partner, _told in rows[0].partners] if rows else []
    return render_template("partnership/overview.html", name=name, rows=rows, partners=partners, least=LEAST)


@partnership.get("/partnership.csv")
@open_to(Who.COORDINATOR, Who.LEAD)
def overview_csv() -> ResponseReturnValue:
    _name, rows = _compared()
    response = Response(csv_stream(HEADER, rows_of_file(rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="partnership-{visitor().today:%Y-%m-%d}.csv"'
    return response


def _compared() -> tuple[str, list[Row]]:
    found = records.partnership_of(visitor().organisation.id)
    if found is None:
        abort(404)
    return found.name, compare(records.partners(found.id))
