"""Seeing whom a draft moves before anything moves, and putting it in force."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.assignments.applying import AnotherInForce, apply_programme
from app.assignments.in_force import in_force
from app.assignments.previewing import Preview, begin_preview, go_on, preview_from_json, preview_to_json
from app.assignments.refreshing import waiting
from app.assignments.words.previews import headline, moved_words, so_far
from app.assignments.working_out import work_out
from app.database import writing
from app.programme import records
from app.programme.doubts import without_a_day
from app.programme.editing import check_draft, draft_or_404, sent_seal, tell_changed
from app.programme.records import Draft, DraftChanged
from app.programme.shown import changes, other_changes, programme_of
from app.rules.programmes.requirements import Programme
from app.web import clock
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.messages import tell
from app.web.scope import scope_of
from app.web.visitor import visitor

applying = Blueprint("programme_applying", __name__, template_folder="templates")

DRAFT, PREVIEW, PROGRESS = "/programme/edit", "/programme/preview", "/programme/progress"
SECONDS = 10
"""As long as one request works on people; what is left is for the next."""


@applying.post("/programme/preview")
@open_to(Who.LEAD)
def look() -> ResponseReturnValue:
    """Look at everybody, or at more of them."""
    draft, organisation_id = draft_or_404(), visitor().organisation.id
    checked = check_draft(draft.source)
    if checked.problems or checked.programme is None:
        tell(_("Put right what is listed first."))
        return redirect(DRAFT, 303)
    begun = _preview_of(draft) or begin_preview(organisation_id, visitor().today)
    found = go_on(organisation_id, checked.programme, begun, SECONDS)
    try:
        with writing():
            records.keep_preview(organisation_id, draft.seal, preview_to_json(found))
    except DraftChanged:
        tell_changed()
        return redirect(DRAFT, 303)
    return redirect(PREVIEW, 303)


def _preview_of(draft: Draft) -> Preview | None:
    """What is known of it, unless another day or another version has begun since."""
    found = preview_from_json(draft.preview) if draft.preview else None
    if found is None or found.day != visitor().today:
        return None
    return found if found.instead_of == in_force(visitor().organisation.id).version else None


@applying.get("/programme/preview")
@open_to(Who.LEAD)
def preview() -> ResponseReturnValue:
    organisation = visitor().organisation
    draft = records.find_draft(organisation.id)
    found = _preview_of(draft) if draft else None
    if draft is None or found is None:
        return redirect(DRAFT, 303)
    if found.first:
        look_at_list(visitor(), scope_of(visitor()), "list")
    now, then = in_force(organisation.id).programme, programme_of(draft.source)
    return render_template(
        "programme/preview.html",
        draft=draft,
        preview=found,
        headline=headline(found),
        so_far=so_far(found),
        rows=_rows(found, now, then),
        names=records.names_of(organisation.id, [each.person_id for each in found.first]),
        titles=_titles(now, then),
        binds_nobody=found.binding_nobody(then) if found.is_complete else (),
        without_a_day=without_a_day(then),
        at_once=_overdue_at_once(found, now, then),
        changes=changes(organisation.id, now, then),
        other_changes=other_changes(now, then),
    )


def _titles(now: Programme, then: Programme) -> dict[str, str]:
    return {each.key: each.title for each in (*now.requirements, *then.requirements)}


def _rows(found: Preview, now: Programme, then: Programme) -> list[tuple[str, list[str]]]:
    """What changes, in each requirement in which something does."""
    named = ((title, moved_words(found.of(key))) for key, title in _titles(now, then).items())
    return [(title, phrases) for title, phrases in named if phrases]


def _overdue_at_once(found: Preview, now: Programme, then: Programme) -> list[str]:
    """The titles of new requirements that make people overdue because no day is given on which they begin."""
    fresh = [each for each in then.requirements if now.requirement(each.key) is None and each.from_on is None]
    return [each.title for each in fresh if found.of(each.key).newly_overdue]


@applying.post("/programme/apply")
@open_to(Who.LEAD)
def apply() -> ResponseReturnValue:
    """Put the draft in force, as it was previewed, and begin to work out what it asks of everybody."""
    person = visitor()
    organisation_id, instead_of = person.organisation.id, request.form.get("instead_of", "", str)
    checked = check_draft(draft_or_404().source)
    if checked.problems or not instead_of.isdecimal():
        tell(_("Nothing was applied. Preview the draft first."))
        return redirect(DRAFT, 303)
    try:
        with writing():
            source = records.take_draft(organisation_id, sent_seal())
            apply_programme(organisation_id, source, clock.now(), person.id, int(instead_of[:9]))
    except DraftChanged:
        tell(_("Nothing was applied: the draft was changed since you previewed it. Preview it again."))
        return redirect(DRAFT, 303)
    except AnotherInForce as another:
        now = another.version
        tell(_("Nothing was applied: version %(now)s came into force meanwhile. Preview it again.", now=now))
        return redirect(DRAFT, 303)
    return _after(work_out(organisation_id, person.today, SECONDS))


def _after(left: int) -> ResponseReturnValue:
    """On with the others, or back, when all is done."""
    if left:
        return redirect(PROGRESS, 303)
    version = in_force(visitor().organisation.id).version
    tell(_("Version %(version)s is in force, and everybody's dates follow it.", version=version))
    return redirect("/programme", 303)


@applying.get("/programme/progress")
@open_to(Who.LEAD)
def progress() -> ResponseReturnValue:
    organisation_id = visitor().organisation.id
    left, version = waiting(organisation_id, visitor().today), in_force(organisation_id).version
    if not left:
        return redirect("/programme", 303)
    everybody = max(records.people_here(organisation_id), left)
    return render_template("programme/progress.html", version=version, left=left, everybody=everybody)


@applying.post("/programme/progress")
@open_to(Who.LEAD)
def work_on() -> ResponseReturnValue:
    return _after(work_out(visitor().organisation.id, visitor().today, SECONDS))
