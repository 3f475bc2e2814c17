"""One requirement of the draft: added or changed with a form."""

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from app.assignments.checking import check_programme, roles_held
from app.assignments.words.titles import course_titles
from app.content.problems import Problem, SourceProblems
from app.content.programmes.writing import write_programme
from app.programme import records
from app.programme.changing import new_key, with_requirement
from app.programme.editing import PATH, Editing, editing, keep, tell_changed
from app.programme.filling import form_data, requirement_in
from app.programme.parts import place_of
from app.programme.records import DraftChanged
from app.programme.requirement_form import MOST_COUNTING_TOO, WRITTEN, RequirementForm
from app.rules.people import alike
from app.rules.programmes.requirements import Programme, Requirement
from app.web.access import Who, open_to
from app.web.visitor import visitor

draft_requirements = Blueprint("programme_requirements", __name__, template_folder="templates")

BAD_FORM = 400
DRAFT = "/programme/edit"
FIELD_OF = {
    "title": "title",
    "course": "courses_1",
    "any of": "courses_1",
    "all of": "courses_1",
    "strength": "strength",
    "due": "due_days",
    "renew": "renewal",
    "window": "window",
    "active for": "active",
    "from": "from_on",
    "managers first": "managers_first",
    "after": "after",
    "better after": "better_after",
    "restarted by": "restarted_by",
    "counts too": "too_1",
    "assumed": "assumed",
}


@draft_requirements.get("/programme/edit/requirements/new")
@open_to(Who.LEAD)
def new_requirement() -> ResponseReturnValue:
    now = editing()
    return _page(_form(now, None, {"seal": now.seal}), None)


@draft_requirements.post("/programme/edit/requirements/new")
@open_to(Who.LEAD)
def add_requirement() -> ResponseReturnValue:
    return _save(editing(), None)


@draft_requirements.get("/programme/edit/requirements/<key>")
@open_to(Who.LEAD)
def requirement(key: str) -> ResponseReturnValue:
    now = editing()
    before = now.programme.requirement(key)
    if before is None:
        return redirect(DRAFT, 303)
    return _page(_form(now, before, {**form_data(before), "seal": now.seal}), before)


@draft_requirements.post("/programme/edit/requirements/<key>")
@open_to(Who.LEAD)
def change_requirement(key: str) -> ResponseReturnValue:
    now = editing()
    return _save(now, _known(now, key))


def _known(now: Editing, key: str) -> Requirement:
    found = now.programme.requirement(key)
    if found is None:
        abort(404)
    return found


def _form(now: Editing, before: Requirement | None, data: dict[str, object] | None) -> RequirementForm:
    """With `data` where nothing was sent."""
    organisation_id = visitor().organisation.id
    shown = form_data(before) if before else {}
    form = RequirementForm(data=data)
    used = [*shown.get("teams", ()), *shown.get("not_teams", ())]
    courses = course_titles(organisation_id, now.programme)
    if before is not None:
        own = [option.course for group in before.groups for option in group]
        courses = {slug: slug for slug in [*own, *(each.course for each in before.equivalents)]} | courses
    titled = dict(sorted(courses.items(), key=lambda each: each[1].casefold()))
    others = [each for each in now.programme.requirements if before is None or each.key != before.key]
    form.offer(_with(records.team_names(organisation_id), used), titled, others)
    return form


def _with(known: list[str], used: list[str]) -> list[str]:
    """The names as the programme writes them first, then the others."""
    spelt = {alike(name) for name in used}
    return [*dict.fromkeys(used), *(name for name in known if alike(name) not in spelt)]


def _save(now: Editing, before: Requirement | None) -> ResponseReturnValue:
    form = _form(now, before, None)
    is_right = form.validate()
    key = before.key if before else new_key(form.title.data or "", now.taken_keys)
    made = requirement_in(form, key, before) if is_right else None
    if made is None or not _fits(form, now.programme, made):
        return _page(form, before), BAD_FORM
    try:
        keep(with_requirement(now.programme, made), form.seal.data or "")
    except DraftChanged:
        tell_changed()
        return redirect(DRAFT, 303)
    return redirect(f"{DRAFT}#{made.key}", 303)


def _fits(form: RequirementForm, programme: Programme, made: Requirement) -> bool:
    """Whether the programme with this requirement is right; where it is this one that is not, it is told beside it."""
    source = write_programme(with_requirement(programme, made))
    checked = check_programme(source, PATH, visitor().organisation.id)
    wrong = [each for each in checked.problems if place_of(source, each.line)[0] == made.key]
    for each in wrong:
        form.object(_field_of(form, source, each), each.message)
    if checked.programme is None and not wrong:
        raise SourceProblems(checked.problems)
    return not wrong


def _field_of(form: RequirementForm, source: str, problem: Problem) -> str:
    _key, field = place_of(source, problem.line)
    if field == "who":
        return "who_text" if form.whom.data == WRITTEN else "teams"
    if form.which.data == WRITTEN and FIELD_OF.get(field) == "courses_1":
        return "courses_text"
    return FIELD_OF.get(field, "title")


def _page(form: RequirementForm, before: Requirement | None) -> str:
    return render_template(
        "programme/requirement.html",
        form=form,
        before=before,
        roles=roles_held(visitor().organisation.id)[:200],
        more_too=max(len(before.equivalents) - MOST_COUNTING_TOO, 0) if before else 0,
    )
