from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.staff import team_acts
from app.staff.forms import NewTeamForm, OtherTeamForm, TeamNameForm
from app.staff.here import BAD_FORM, all_teams, team_here, team_node, teams_beside
from app.staff.team_records import TeamFacts, team_tree
from app.staffing.refused import Refused
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.visitor import visitor

staff_teams = Blueprint("staff_teams", __name__, template_folder="templates")


@staff_teams.get("/teams")
@open_to(Who.LEAD)
def team_list() -> ResponseReturnValue:
    return render_template("staff/teams.html", teams=team_tree(visitor().organisation.id, visitor().today))


@staff_teams.get("/teams/new")
@open_to(Who.LEAD)
def new_team() -> ResponseReturnValue:
    return _new_page(_new_form())


@staff_teams.post("/teams/new")
@open_to(Who.LEAD)
def add_team() -> ResponseReturnValue:
    form = _new_form()
    if not form.validate():
        return _new_page(form), BAD_FORM
    try:
        with writing():
            team_id = team_acts.add(visitor().organisation.id, form.name.data, form.parent_id)
    except Refused as refused:
        form.tell(refused)
        return _new_page(form), BAD_FORM
    tell(_("The team is added. People can be posted to it now."))
    return _to_team(team_id)


@staff_teams.get("/teams/<int:team_id>")
@open_to(Who.LEAD)
def team(team_id: int) -> ResponseReturnValue:
    return _team_page(team_here(team_id), TeamNameForm(formdata=None))


@staff_teams.post("/teams/<int:team_id>/aliases")
@open_to(Who.LEAD)
def add_alias(team_id: int) -> ResponseReturnValue:
    found, form = team_here(team_id), TeamNameForm()
    if not form.validate():
        return _team_page(found, form), BAD_FORM
    try:
        with writing():
            team_acts.add_alias(visitor().organisation.id, team_id, form.name.data)
    except Refused as refused:
        form.tell(refused)
        return _team_page(found, form), BAD_FORM
    tell(_("The name is added. Lists and programmes may use it."))
    return _to_team(team_id)


@staff_teams.post("/teams/<int:team_id>/aliases/<int:alias_id>/take-out")
@open_to(Who.LEAD)
def take_out_alias(team_id: int, alias_id: int) -> ResponseReturnValue:
    name = team_here(team_id).aliases.get(alias_id) or abort(404)
    with writing():
        team_acts.remove_alias(visitor().organisation.id, team_id, name)
    tell(_("The name is taken out. Lists and programmes that use it do not find this team any more."))
    return _to_team(team_id)


@staff_teams.get("/teams/<int:team_id>/rename")
@open_to(Who.LEAD)
def team_to_rename(team_id: int) -> ResponseReturnValue:
    found = team_here(team_id)
    return render_template("staff/rename_team.html", team=found, form=TeamNameForm(data={"name": found.name}))


@staff_teams.post("/teams/<int:team_id>/rename")
@open_to(Who.LEAD)
def rename_team(team_id: int) -> ResponseReturnValue:
    found, form = team_here(team_id), TeamNameForm()
    if not form.validate():
        return render_template("staff/rename_team.html", team=found, form=form), BAD_FORM
    try:
        with writing():
            team_acts.rename(visitor().organisation.id, team_id, form.name.data)
    except Refused as refused:
        form.tell(refused)
        return render_template("staff/rename_team.html", team=found, form=form), BAD_FORM
    tell(_("Renamed. Lists and programmes may go on using the old name."))
    return _to_team(team_id)


@staff_teams.get("/teams/<int:team_id>/move")
@open_to(Who.LEAD)
def team_to_move(team_id: int) -> ResponseReturnValue:
    """Where to; with a place chosen, what that means."""
    found = team_here(team_id)
    form = _place_form(found, request.args)
    is_chosen = "team" in request.args and form.validate()
    return _move_page(found, form, is_chosen=is_chosen), BAD_FORM if form.errors else 200


@staff_teams.post("/teams/<int:team_id>/move")
@open_to(Who.LEAD)
def move_team(team_id: int) -> ResponseReturnValue:
    found = team_here(team_id)
    form = _place_form(found, request.form)
    if "team" not in request.form or not form.validate():
        return _move_page(found, form, is_chosen=False), BAD_FORM
    try:
        with writing():
            team_acts.move(visitor().organisation.id, team_id, form.team_id)
    except Refused as refused:
        form.team.errors = [*form.team.errors, refused.sentence]
        return _move_page(found, form, is_chosen=False), BAD_FORM
    tell(_("Moved."))
    return _to_team(team_id)


@staff_teams.post("/teams/<int:team_id>/take-out")
@open_to(Who.LEAD)
def take_out_team(team_id: int) -> ResponseReturnValue:
    found = team_here(team_id)
    try:
        with writing():
            team_acts.remove(visitor().organisation.id, team_id)
    except Refused as refused:
        tell(refused.sentence)
        return _to_team(team_id)
    tell(_("The team %(name)s is taken out.", name=found.name))
    return redirect(url_for("staff_teams.team_list"), 303)


def _to_team(team_id: int) -> ResponseReturnValue:
    return redirect(url_for("staff_teams.team", team_id=team_id), 303)


def _new_form() -> NewTeamForm:
    form = NewTeamForm(data={"parent": request.args.get("under", "")})
    form.offer(all_teams())
    return form


def _new_page(form: NewTeamForm) -> str:
    return render_template("staff/new_team.html", form=form)


def _team_page(found: TeamFacts, form: TeamNameForm) -> str:
    return render_template("staff/team.html", team=found, node=team_node(found.id), form=form)


def _place_form(found: TeamFacts, sent: Any) -> OtherTeamForm:
    form = OtherTeamForm(sent, data={"team": str(found.parent_id or "")})
    form.offer(teams_beside(found.id), _("None: at the top"))
    return form


def _move_page(found: TeamFacts, form: OtherTeamForm, *, is_chosen: bool) -> str:
    above = next((each for each in all_teams() if each.id == form.team_id), None) if is_chosen else None
    facts = {"team": found, "node": team_node(found.id), "form": form, "is_chosen": is_chosen}
    return render_template("staff/move_team.html", above=above, **facts)
