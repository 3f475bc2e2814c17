from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.people import records
from app.people.standing import Show, stand
from app.web.access import Who, open_to
from app.web.editions import current_editions
from app.web.scope import managed_scope
from app.web.visitor import visitor

people = Blueprint("people", __name__, template_folder="templates")


@people.get("/team")
@open_to(Who.MANAGER)
def team() -> ResponseReturnValue:
    """Who in the visitor's teams has completed what, and when; nothing else about them."""
    person, scope = visitor(), managed_scope(visitor())
    required = records.required_modules(person.organisation.id)
    standing = stand(
        records.members(scope, person.today),
        required,
        records.latest_completions(scope, person.today),
        person.today,
    )
    show = Show(request.args["show"]) if request.args.get("show") in set(Show) else Show.ALL
    titles = {each.module.slug: each.module.title for each in current_editions()}
    return render_template(
        "people/team.html",
        standing=standing,
        shown=[each for each in standing.members if each.shown_as(show)],
        show=show,
        Show=Show,
        courses=[(each.course, titles[each.course]) for each in required if each.course in titles],
    )
