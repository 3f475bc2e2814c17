"""The reminder that a manager asks for with a button."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from app.assignments.careers import CareerReader
from app.assignments.in_force import in_force
from app.extensions import db
from app.mailing.queue import About, NewMail, queue_mails
from app.mailing.recipients import is_away, is_here, reminded_on
from app.mailing.wording import reminder_subject
from app.models import Person
from app.rules.programmes.assigning import assign
from app.rules.reminders import may_be_asked_for

ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Reminded:
    """For how many people a reminder is queued, how many had one today, and how many cannot get one now.

    `unreachable` have left, are away or have no email address; `not_needed` are not asked for anything that is
    overdue or due soon. Who is which is not told.
    """

    queued: int = 0
    already: int = 0
    unreachable: int = 0
    not_needed: int = 0


def remind_now(organisation_id: int, person_ids: Collection[int], by_id: int, today: date, now: datetime) -> Reminded:
    """Queue a reminder for each of these people who needs one; at most one a day. Call it inside `writing()`."""
    can_be_reached = _lock(organisation_id, person_ids, today)
    already = reminded_on(organisation_id, can_be_reached, today)
    left = [each for each in can_be_reached if each not in already]
    needed = _needing(organisation_id, left, today)
    subject = reminder_subject()
    queue_mails(
        [
            NewMail(organisation_id, each, About.REMINDER, f"reminder:{each}:{ASKED}:{today}:{by_id}", subject)
            for each in needed
        ],
        now,
    )
    return Reminded(len(needed), len(already), len(set(person_ids)) - len(can_be_reached), len(left) - len(needed))


def reachable(organisation_id: int, person_ids: Collection[int], today: date) -> frozenset[int]:
    """Who of these people can get a mail today: they have an address, have not left and are not away."""
    return frozenset(db.session.scalars(_who_can_be_reached(organisation_id, person_ids, today)))


def _who_can_be_reached(organisation_id: int, person_ids: Collection[int], today: date) -> Select[tuple[int]]:
    return select(Person.id).where(
        Person.id.in_(person_ids), Person.organisation_id == organisation_id, is_here(today), ~is_away(today)
    )


def _lock(organisation_id: int, person_ids: Collection[int], today: date) -> list[int]:
    """Those who can be reached, locked so that two who remind the same person do so one after the other."""
    query = _who_can_be_reached(organisation_id, person_ids, today)
    return list(db.session.scalars(query.order_by(Person.id).with_for_update(key_share=True)))


def _needing(organisation_id: int, person_ids: Collection[int], today: date) -> list[int]:
    programme = in_force(organisation_id).programme
    careers = CareerReader(organisation_id).read(person_ids)
    return [
        person_id
        for person_id, career in careers.items()
        if any(may_be_asked_for(each, today) for each in assign(career, programme, today))
    ]
