from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.documents.csv_file import csv_stream
from app.people import records
from app.people.standing import MemberStanding, Show, TeamStanding, stand
from app.web.access import Who, open_to
from app.web.editions import current_editions
from app.web.looks import look_at_list
from app.web.scope import managed_scope
from app.web.visitor import visitor

people = Blueprint("people", __name__, template_folder="templates")

HEADER = ("name", "team", "course", "mandatory", "state", "due_on", "completed_on", "valid_until")

Courses = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TeamView:
    """What a manager asked to see: the whole team's standing, the members shown, and the courses by slug and title."""

    standing: TeamStanding
    show: Show
    courses: Courses

    @property
    def shown(self) -> list[MemberStanding]:
        return [each for each in self.standing.members if each.shown_as(self.show)]


@people.get("/team")
@open_to(Who.MANAGER)
def team() -> ResponseReturnValue:
    """Who in the visitor's teams has completed what, and when; nothing else about them."""
    view = _view("list")
    return render_template(
        "people/team.html", standing=view.standing, shown=view.shown, show=view.show, Show=Show, courses=view.courses
    )


@people.get("/team.csv")
@open_to(Who.MANAGER)
def team_csv() -> ResponseReturnValue:
    """The people on the page, a row for each course that is asked of each."""
    response = Response(csv_stream(HEADER, _rows(_view("file"))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="my-team-{visitor().today:%Y-%m-%d}.csv"'
    return response


def _view(what: Literal["list", "file"]) -> TeamView:
    """The look is noted before anything is seen (app.web.looks)."""
    person, scope = visitor(), managed_scope(visitor())
    look_at_list(person, scope.team_ids, what)
    required = records.required_modules(person.organisation.id)
    titles = {each.module.slug: each.module.title for each in current_editions()}
    standing = stand(
        records.members(scope, person.today), required, records.latest_completions(scope, person.today), person.today
    )
    show = Show(request.args["show"]) if request.args.get("show") in set(Show) else Show.ALL
    courses = dict.fromkeys(each.course for each in required if each.course in titles)
    return TeamView(standing, show, [(course, titles[course]) for course in courses])


def _rows(view: TeamView) -> Iterator[tuple[str | date | None, ...]]:
    for each in view.shown:
        for course, title in view.courses:
            asked = each.assignments[course]
            if asked:
                mandatory = "yes" if asked.mandatory else "no"
                done = (asked.due_on, asked.completed_on, asked.valid_until)
                yield (each.member.name, each.member.team, title, mandatory, str(asked.state), *done)
