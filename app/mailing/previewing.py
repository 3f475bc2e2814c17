"""What would go out today, written exactly as it is when it is sent."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.mailing.composing import Composed, Composer, Wanted
from app.mailing.planning import candidates, new_among, planned_digests, planned_reminders
from app.mailing.queue import About, State
from app.mailing.recipients import sent_reminder_on
from app.models import Organisation, OutgoingMail
from app.web import clock


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder to a person, or a manager's digest."""

    about: About
    person_id: int


def coming(organisation_id: int, today: date, stale: Collection[int] = ()) -> list[Coming]:
    """What is queued for today or will be, reminders first. A few of them may turn out not to be needed.

    What the table says of the `stale` people is out of date: the live rules say who of them is reminded.
    """
    reminded = set(candidates(organisation_id, today)) | _waiting(organisation_id, About.REMINDER, today)
    reminded |= {
        each.person_id for mails in planned_reminders(organisation_id, stale, today) for each in new_among(mails)
    }
    reminded -= sent_reminder_on(organisation_id, reminded, today)
    told = {each.person_id for each in planned_digests(organisation_id, today)}
    told |= _waiting(organisation_id, About.DIGEST, today)
    reminders = [Coming(About.REMINDER, person_id) for person_id in sorted(reminded)]
    return reminders + [Coming(About.DIGEST, person_id) for person_id in sorted(told)]


def previewed(organisation_id: int, mails: Iterable[Coming], today: date) -> Iterator[tuple[Coming, Composed]]:
    composer = Composer(organisation_id, today)
    for each in mails:
        if each.about is About.DIGEST:
            composed = composer.digest(each.person_id)
        else:
            composed = composer.reminder(each.person_id, _wanted(organisation_id, each.person_id, today))
        if composed is not None:
            yield each, composed


def _wanted(organisation_id: int, person_id: int, today: date) -> list[Wanted]:
    planned = next(planned_reminders(organisation_id, [person_id], today))
    queued = select(OutgoingMail.requirement, OutgoingMail.due_on).where(
        OutgoingMail.person_id == person_id,
        OutgoingMail.about == About.REMINDER,
        OutgoingMail.state == State.WAITING,
    )
    wanted = [Wanted(each.requirement, each.due_on) for each in new_among(planned)]
    return wanted + [Wanted(*row) for row in db.session.execute(queued.order_by(OutgoingMail.id)).tuples()]


def _waiting(organisation_id: int, about: About, today: date) -> set[int]:
    time_zone = db.session.get_one(Organisation, organisation_id).time_zone
    query = select(OutgoingMail.person_id).where(
        OutgoingMail.organisation_id == organisation_id,
        OutgoingMail.about == about,
        OutgoingMail.state == State.WAITING,
        OutgoingMail.next_try_at <= clock.end_of(today, time_zone),
    )
    return set(db.session.scalars(query))
