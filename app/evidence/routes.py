from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.assignments.in_force import in_force
from app.documents.zip_file import zipped
from app.evidence.pack import Evidence, files_of
from app.web.access import Who, open_to
from app.web.courses import courses_of
from app.web.editions import current_editions
from app.web.visitor import visitor

evidence = Blueprint("evidence", __name__, template_folder="templates")


@evidence.get("/evidence")
@open_to(Who.LEAD)
def about() -> ResponseReturnValue:
    """What is in the pack, before it is downloaded."""
    return render_template("evidence/about.html", files=list(files_of(_evidence())))


@evidence.get("/evidence.zip")
@open_to(Who.LEAD)
def pack() -> ResponseReturnValue:
    found = _evidence()
    response = Response(zipped(files_of(found), found.today), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{found.today:%Y-%m-%d}.zip"'
    return response


def _evidence() -> Evidence:
    organisation, today = visitor().organisation, visitor().today
    titles = {slug: course.title for slug, course in courses_of(organisation.id).items()}
    force = in_force(organisation.id)
    return Evidence(organisation.id, organisation.name, today, force, current_editions(), titles)
