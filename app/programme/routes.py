"""Who must do what: as it is in force, as it was, and the worked examples."""

from flask import Blueprint, Response, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from app.assignments.in_force import in_force
from app.assignments.refreshing import waiting
from app.content.programmes.files import examples, read_file
from app.programme import records
from app.programme.records import Version
from app.programme.shown import changes, other_changes, programme_of, show
from app.web.access import Who, open_to
from app.web.settings import settings
from app.web.visitor import visitor

programme = Blueprint("programme", __name__, template_folder="templates")


@programme.get("/programme")
@open_to(Who.LEAD)
def overview() -> ResponseReturnValue:
    organisation = visitor().organisation
    known = records.versions(organisation.id)
    draft = records.find_draft(organisation.id)
    if not known:
        return redirect("/programme/edit" if draft else "/programme/examples", 303)
    now = programme_of(known[0].source)
    return render_template(
        "programme/overview.html",
        programme=now,
        requirements=show(organisation.id, now),
        versions=known,
        draft=draft,
        waiting=waiting(organisation.id, visitor().today),
        time_zone=organisation.time_zone,
    )


@programme.get("/programme/versions/<int:number>")
@open_to(Who.LEAD)
def version(number: int) -> ResponseReturnValue:
    organisation = visitor().organisation
    found, newest = _version(number), in_force(organisation.id).version
    before, after = programme_of(records.source_of(organisation.id, number - 1)), programme_of(found.source)
    return render_template(
        "programme/version.html",
        version=found,
        programme=after,
        requirements=show(organisation.id, after),
        changes=changes(organisation.id, before, after),
        other_changes=other_changes(before, after),
        is_in_force=number == newest,
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < newest else None,
        time_zone=organisation.time_zone,
    )


@programme.get("/programme/versions/<int:number>.yml")
@open_to(Who.LEAD)
def download(number: int) -> ResponseReturnValue:
    response = Response(_version(number).source, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="programme-{number}.yml"'
    return response


@programme.get("/programme/examples")
@open_to(Who.LEAD)
def worked_examples() -> ResponseReturnValue:
    found = {name: programme_of(_example(name)) for name in examples(settings().programmes_folder)}
    return render_template(
        "programme/examples.html", examples=found, is_first=not in_force(visitor().organisation.id).version
    )


@programme.get("/programme/examples/<name>")
@open_to(Who.LEAD)
def example(name: str) -> ResponseReturnValue:
    organisation = visitor().organisation
    found = programme_of(_example(name))
    return render_template(
        "programme/example.html",
        name=name,
        programme=found,
        requirements=show(organisation.id, found),
        draft=records.find_draft(organisation.id),
    )


def _version(number: int) -> Version:
    organisation_id = visitor().organisation.id
    found = [each for each in records.versions(organisation_id) if each.number == number]
    if not found:
        abort(404)
    return found[0]


def _example(name: str) -> str:
    if name not in examples(settings().programmes_folder):
        abort(404)
    return read_file(settings().programmes_folder / f"{name}.yml", name)
