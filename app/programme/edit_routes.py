"""The draft of the next version: begun, changed, given up."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.assignments.in_force import in_force
from app.content.problems import Problem, SourceProblems
from app.content.programmes.files import examples, read_file
from app.content.programmes.reading import read_programme
from app.database import writing
from app.programme import records
from app.programme.changing import moved, relying_on, without_requirement
from app.programme.doubts import doubts
from app.programme.editing import (
    PATH,
    Editing,
    begin,
    check_draft,
    draft_or_404,
    editing,
    keep,
    keep_source,
    sent_seal,
    tell_changed,
)
from app.programme.forms import NameForm, TextForm
from app.programme.records import DraftChanged
from app.programme.shown import programme_of, show
from app.rules.programmes.requirements import Programme
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.safety import NEVER_TYPED, looks_itself_at
from app.web.settings import settings
from app.web.uploads import takes_up_to
from app.web.visitor import visitor

drafts = Blueprint("programme_drafts", __name__, template_folder="templates")

BAD_FORM = 400
DRAFT = "/programme/edit"
PROGRAMME = "/programme"
UP, DOWN = "up", "down"
LARGEST_TEXT = 1_000_000
"""Bytes as they are sent. How long a programme may be is told with its problems, so more than that is taken in."""
LONGEST_QUOTE = 100


@drafts.post("/programme/edit/begin")
@open_to(Who.LEAD)
def begin_draft() -> ResponseReturnValue:
    """From what is in force, or from a worked example."""
    with writing():
        is_new = begin(_beginning(request.form.get("example", "")))
    if not is_new:
        tell(_("There is a draft already. Give it up first if you want to begin with something else."))
    return redirect(DRAFT, 303)


def _beginning(example: str) -> str:
    organisation_id = visitor().organisation.id
    if example in examples(settings().programmes_folder):
        return read_file(settings().programmes_folder / f"{example}.yml", example)
    source = records.source_of(organisation_id, in_force(organisation_id).version)
    if not source or example:
        abort(404)
    return source


@drafts.get("/programme/edit")
@open_to(Who.LEAD)
def draft() -> ResponseReturnValue:
    found = records.find_draft(visitor().organisation.id)
    if found is None:
        return redirect("/programme", 303)
    organisation = visitor().organisation
    programme, checked = programme_of(found.source), check_draft(found.source)
    return render_template(
        "programme/draft.html",
        draft=found,
        programme=programme,
        requirements=show(organisation.id, programme),
        checked=checked,
        doubts=doubts(organisation.id, programme, visitor().today),
        in_force=in_force(organisation.id),
        is_changed=found.source != records.source_of(organisation.id, in_force(organisation.id).version),
        time_zone=organisation.time_zone,
    )


@drafts.post("/programme/edit/give-up")
@open_to(Who.LEAD)
def give_up() -> ResponseReturnValue:
    with writing():
        records.give_up_draft(visitor().organisation.id)
    tell(_("The draft is gone. What is in force stays as it is."))
    return redirect("/programme", 303)


@drafts.post("/programme/edit/requirements/<key>/move")
@open_to(Who.LEAD)
def move(key: str) -> ResponseReturnValue:
    by = {UP: -1, DOWN: 1}.get(request.form.get("to", ""), 0)
    now = _editing_with(key)
    return _kept(moved(now.programme, key, by), key)


@drafts.post("/programme/edit/requirements/<key>/remove")
@open_to(Who.LEAD)
def remove(key: str) -> ResponseReturnValue:
    now = _editing_with(key)
    if relying := [each.title for each in relying_on(now.programme, key) if each.key != key]:
        tell(_("It stays: %(others)s comes after it. Change that first.", others=", ".join(relying)))
        return redirect(DRAFT, 303)
    if len(now.programme.requirements) == 1:
        tell(_("It stays: a programme asks for one thing at least. Add another first."))
        return redirect(DRAFT, 303)
    return _kept(without_requirement(now.programme, key))


@drafts.get("/programme/edit/name")
@open_to(Who.LEAD)
def name() -> ResponseReturnValue:
    if records.find_draft(visitor().organisation.id) is None:
        return redirect(PROGRAMME, 303)
    now = editing()
    return render_template("programme/name.html", form=NameForm(data={"name": now.programme.name, "seal": now.seal}))


@drafts.post("/programme/edit/name")
@open_to(Who.LEAD)
def rename() -> ResponseReturnValue:
    now, form = _editing(), NameForm()
    if not form.validate():
        return render_template("programme/name.html", form=form), BAD_FORM
    try:
        keep(replace(now.programme, name=form.name.data), form.seal.data)
    except DraftChanged:
        tell_changed()
    except SourceProblems as found:
        form.name.errors = [*form.name.errors, *(each.message for each in found.problems)]
        return render_template("programme/name.html", form=form), BAD_FORM
    return redirect(DRAFT, 303)


@drafts.get("/programme/edit/text")
@open_to(Who.LEAD)
def text() -> ResponseReturnValue:
    found = records.find_draft(visitor().organisation.id)
    if found is None:
        return redirect(PROGRAMME, 303)
    form = TextForm(data={"source": found.source, "seal": found.seal})
    return _text_page(form, check_draft(found.source).problems)


@drafts.post("/programme/edit/text")
@open_to(Who.LEAD)
@takes_up_to(LARGEST_TEXT)
@looks_itself_at("source")
def save_text() -> ResponseReturnValue:
    """Whatever is wrong, what was typed comes back."""
    form = TextForm()
    form.validate()
    source = (form.source.data or "").replace("\r\n", "\n")
    try:
        read_programme(source, PATH)
        keep_source(source, form.seal.data or "-")
    except SourceProblems as found:
        form.source.errors = [_("Nothing was saved. Put right what is listed below")]
        return _text_page(form, found.problems), BAD_FORM
    except DraftChanged:
        form.source.errors = [_("The draft was changed since you opened this page. Copy your text, then open it again")]
        return _text_page(form, ()), BAD_FORM
    return redirect(DRAFT, 303)


def _text_page(form: TextForm, problems: tuple[Problem, ...]) -> str:
    """Without the characters that no page can show; each problem comes with the text of its line."""
    form.source.data = NEVER_TYPED.sub("", (form.source.data or "").replace("\r\n", "\n"))
    lines = form.source.data.split("\n")
    found = [
        (each, lines[each.line - 1].strip()[:LONGEST_QUOTE] if each.line <= len(lines) else "") for each in problems
    ]
    return render_template("programme/text.html", form=form, found=found)


def _editing() -> Editing:
    draft_or_404()
    return editing()


def _editing_with(key: str) -> Editing:
    now = _editing()
    if now.programme.requirement(key) is None:
        abort(404)
    return now


def _kept(changed: Programme, key: str = "") -> ResponseReturnValue:
    try:
        keep(changed, sent_seal())
    except DraftChanged:
        tell_changed()
    return redirect(f"{DRAFT}#{key}" if key else DRAFT, 303)
