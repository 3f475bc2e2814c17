"""What the visitor may see of what they ask for."""

from typing import Literal

from flask import abort, make_response, render_template, request

from app.assignments.in_force import in_force
from app.people import records
from app.people.forms import TeamFilterForm
from app.people.views import TeamView
from app.web.looks import look_at_list
from app.web.scope import managed_scope, team_choices
from app.web.visitor import visitor

BAD_FORM = 400


def asked(what: Literal["list", "file"], *, forgiving: bool = False) -> tuple[TeamView, TeamFilterForm]:
    """A filter that cannot be is answered with what is wrong, or left out. That they look is recorded before anything
    is read.
    """
    scope = managed_scope(visitor())
    requirements = in_force(scope.organisation_id).programme.requirements
    form = TeamFilterForm(request.args)
    form.offer(requirements, team_choices(scope))
    if forgiving:
        form.leave_out_unknown()
    if not form.validate():
        abort(make_response(render_template("people/team.html", form=form, lines=None), BAD_FORM))
    wanted = form.wanted()
    look_at_list(visitor(), scope if wanted.teams is None else scope.narrowed(wanted.teams), what)
    return TeamView(scope, records.here(scope), wanted, requirements), form
