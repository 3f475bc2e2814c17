from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.staff import team_acts
from app.staff.forms import OtherTeamForm
from app.staff.here import BAD_FORM, all_teams, team_here
from app.staff.team_records import TeamFacts
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.visitor import visitor

staff_merging = Blueprint("staff_merging", __name__, template_folder="templates")


@staff_merging.get("/teams/<int:team_id>/merge")
@open_to(Who.LEAD)
def team_to_merge(team_id: int) -> ResponseReturnValue:
    """With which team; with one chosen, what that means."""
    found = team_here(team_id)
    form = _form(found, request.args)
    if "team" not in request.args:
        return _page(found, form, is_chosen=False)
    is_chosen = _is_chosen(found, form)
    return _page(found, form, is_chosen=is_chosen), 200 if is_chosen else BAD_FORM


@staff_merging.post("/teams/<int:team_id>/merge")
@open_to(Who.LEAD)
def merge_team(team_id: int) -> ResponseReturnValue:
    found = team_here(team_id)
    form = _form(found, request.form)
    if not _is_chosen(found, form) or form.team_id is None:
        return _page(found, form, is_chosen=False), BAD_FORM
    into = team_here(form.team_id)
    try:
        with writing():
            team_acts.merge(visitor().organisation.id, team_id, into.id)
    except Refused as refused:
        form.team.errors = [*form.team.errors, refused.sentence]
        return _page(found, form, is_chosen=False), BAD_FORM
    tell(_("%(team)s is part of %(into)s now.", team=found.name, into=into.name))
    return redirect(url_for("staff_teams.team", team_id=into.id), 303)


def _form(found: TeamFacts, sent: Any) -> OtherTeamForm:
    form = OtherTeamForm(sent)
    form.offer([each for each in all_teams() if each.id != found.id], _("Choose a team"))
    return form


def _is_chosen(found: TeamFacts, form: OtherTeamForm) -> bool:
    """Whether a team is chosen with which it can be merged; otherwise the form says why not."""
    if not form.validate():
        return False
    if form.team_id is None:
        form.team.errors = [_("Choose a team")]
        return False
    try:
        team_acts.check_merging(visitor().organisation.id, found.id, form.team_id)
    except Refused as refused:
        form.team.errors = [refused.sentence]
    return not form.errors


def _page(found: TeamFacts, form: OtherTeamForm, *, is_chosen: bool) -> str:
    into = next((each for each in all_teams() if each.id == form.team_id), None) if is_chosen else None
    moves = team_acts.what_merging_moves(visitor().organisation.id, found.id)
    return render_template("staff/merge_team.html", team=found, form=form, into=into, moves=moves)
