from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.database import writing
from app.mailing.by_hand import count_to_tell, page_to_tell
from app.mailing.previewing import coming, previewed
from app.mailing.queue import About
from app.mailing.transports import has_way_out
from app.reminders import records
from app.reminders.records import Choice
from app.web import clock
from app.web.access import Who, open_to
from app.web.looks import look_at_list
from app.web.messages import tell
from app.web.scope import scope_of
from app.web.settings import settings
from app.web.visitor import visitor

reminders = Blueprint("reminders", __name__, template_folder="templates")

ON_A_PAGE = 20
SENT_ON_A_PAGE = 50
BY_HAND_ON_A_PAGE = 100
MOST_PAGES = 100_000


@reminders.get("/reminders")
@open_to(Who.LEAD)
def today() -> ResponseReturnValue:
    """What goes out today, each mail as its recipient sees it; and what did not go out, to be dealt with."""
    person = visitor()
    look_at_list(person, scope_of(person), "list")
    organisation_id, number = person.organisation.id, _page()
    all_mails = coming(organisation_id, person.today)
    first = (number - 1) * ON_A_PAGE
    return render_template(
        "reminders/today.html",
        reminders=sum(each.about is About.REMINDER for each in all_mails),
        digests=sum(each.about is About.DIGEST for each in all_mails),
        invitations=records.count_waiting_invitations(organisation_id),
        mails=list(previewed(organisation_id, all_mails[first : first + ON_A_PAGE], person.today)),
        by_hand=count_to_tell(organisation_id, person.today),
        troubles=records.troubles(organisation_id, clock.now()),
        number=number,
        pages=_pages(len(all_mails), ON_A_PAGE),
        About=About,
        Choice=Choice,
        is_demo=settings().demo,
        has_way_out=has_way_out(settings()),
    )


@reminders.get("/reminders/by-hand")
@open_to(Who.LEAD)
def by_hand() -> ResponseReturnValue:
    """Whom no mail can reach, and what they have to be told of; to be printed or passed on to their managers."""
    person = visitor()
    look_at_list(person, scope_of(person), "list")
    organisation_id, number = person.organisation.id, _page()
    count = count_to_tell(organisation_id, person.today)
    return render_template(
        "reminders/by_hand.html",
        people=page_to_tell(organisation_id, person.today, (number - 1) * BY_HAND_ON_A_PAGE, BY_HAND_ON_A_PAGE),
        count=count,
        number=number,
        pages=_pages(count, BY_HAND_ON_A_PAGE),
    )


@reminders.get("/reminders/sent")
@open_to(Who.LEAD)
def sent() -> ResponseReturnValue:
    """Who got what kind of mail, and when, and who is still to get one. What it said is not kept."""
    person = visitor()
    look_at_list(person, scope_of(person), "list")
    number, count = _page(), records.count_sent(person.organisation.id)
    is_first = number == 1
    return render_template(
        "reminders/sent.html",
        mails=records.sent(person.organisation.id, (number - 1) * SENT_ON_A_PAGE, SENT_ON_A_PAGE),
        count=count,
        number=number,
        pages=_pages(count, SENT_ON_A_PAGE),
        time_zone=person.organisation.time_zone,
        waiting=records.waiting(person.organisation.id, SENT_ON_A_PAGE, clock.now()) if is_first else (),
        waiting_count=records.count_waiting(person.organisation.id) if is_first else 0,
        is_demo=settings().demo,
        has_way_out=has_way_out(settings()),
    )


@reminders.post("/reminders/<int:mail_id>")
@open_to(Who.LEAD)
def settle(mail_id: int) -> ResponseReturnValue:
    """Send a mail that did not go out again, or let it rest."""
    if request.form.get("choice") not in set(Choice):
        abort(400)
    choice = Choice(request.form["choice"])
    if mail_id > records.LARGEST_ID:
        abort(404)
    with writing():
        is_there = records.settle(visitor().organisation.id, mail_id, choice, clock.now())
    if not is_there:
        tell(_("That is settled already."))
    elif choice is Choice.AGAIN:
        tell(_("It is queued, and goes out within minutes if it is still needed."))
    else:
        tell(_("We let it rest."))
    return redirect(url_for("reminders.today"), 303)


def _page() -> int:
    text = request.args.get("page", "1")
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) else 1


def _pages(count: int, on_a_page: int) -> int:
    return -(-count // on_a_page)
