from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.database import writing
from app.mailing.reminding import Reminded, reachable, remind_now
from app.mailing.wording import reminder_subject
from app.people import records
from app.people.asking import asked
from app.people.forms import TeamFilterForm
from app.people.views import Member, to_remind
from app.web import clock
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.visitor import visitor

reminders = Blueprint("team_reminders", __name__, template_folder="templates")

MOST_NAMED = 100
LARGEST_ID = 2**63 - 1


@reminders.get("/team/remind")
@open_to(Who.MANAGER)
def preview() -> ResponseReturnValue:
    """Who would be reminded: one of the visitor's people, or all whom the filters show and who need it."""
    people, form = _whom()
    can_be_reached = reachable(visitor().organisation.id, [each.id for each in people], visitor().today)
    return render_template(
        "people/remind.html",
        by_mail=[each for each in people if each.id in can_be_reached],
        in_person=[each for each in people if each.id not in can_be_reached],
        most=MOST_NAMED,
        subject=reminder_subject(),
        form=form,
    )


@reminders.post("/team/remind")
@open_to(Who.MANAGER)
def remind() -> ResponseReturnValue:
    people, form = _whom()
    person = visitor()
    with writing():
        ids = [each.id for each in people]
        reminded = remind_now(person.organisation.id, ids, person.id, person.today, clock.now())
    tell(_told(reminded))
    return redirect(url_for("people.team", **form.address()), 303)


def _whom() -> tuple[list[Member], TeamFilterForm]:
    view, form = asked("list")
    if "person" not in request.args:
        return to_remind(view.wanted, records.members(view)), form
    person_id = request.args.get("person", 0, type=int)
    found = records.members(view.unfiltered, person_id) if 0 < person_id <= LARGEST_ID else []
    if not found:
        abort(404)
    return [each for each in found if each.needs_reminding], form


def _told(reminded: Reminded) -> str:
    queued = reminded.queued
    if not queued and not reminded.already:
        nobody: str = _("No reminder is sent: nobody of them needs one now and can get one.")
        return nobody
    already, unreachable = reminded.already, reminded.unreachable
    sentences = [
        ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", queued),
        ngettext("%(num)s person had one today already.", "%(num)s people had one today already.", already),
        ngettext("%(num)s person cannot get one now.", "%(num)s people cannot get one now.", unreachable),
    ]
    return " ".join(
        sentence for sentence, number in zip(sentences, (queued, already, unreachable), strict=True) if number
    )
