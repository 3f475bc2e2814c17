"""The sessions of the demonstration: one that was held and signed, one that waits for a signature, one to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.extensions import db
from app.models import Organisation, Person, TrainingSession
from app.registers import people, records, signing
from app.registers.records import Plan
from app.registers.signing import Signature
from app.rules.registers import Attended
from app.rules.training_log import Method
from app.web import clock
from app.web.courses import CourseFacts, courses_of

ASK_AND_ACT, CHAMPIONS_DAY = "level-2-ask-and-act", "level-3-champions-day"
SIGNED_DAYS_AGO, WAITING_DAYS_AGO, DAYS_AHEAD = 40, 2, 12
SIGNED_AT = time(16, 45)
MARKS = (Attended.FULL,) * 14 + (Attended.PART,) * 2 + (Attended.ABSENT,)


def hold_and_sign(organisation: Organisation, trainer: Person, attending: Sequence[Person]) -> int:
    """The session whose register is signed, on the day that it was held; how many entries it made."""
    today = clock.today(organisation.time_zone)
    held_on = today - timedelta(days=SIGNED_DAYS_AGO)
    plan = _plan(courses_of(organisation.id)[ASK_AND_ACT], Method.IN_PERSON, held_on, "Town Hall, committee room 2")
    row = _session(organisation, trainer, plan)
    people.add(row, [person.id for person in attending])
    people.mark(row, {person.id: mark for person, mark in zip(attending, MARKS, strict=False)})
    people.mark_the_rest(row, Attended.FULL)
    register = signing.read(organisation.id, row.id, today)
    if register is None:
        raise LookupError(row.id)
    signed_at = datetime.combine(held_on, SIGNED_AT, tzinfo=clock.zone(organisation.time_zone))
    signing.record(row, register, Signature(trainer.name, trainer.id, register.seal), signed_at, set())
    return len(register.tally.completing)


def set_up_others(organisation: Organisation, trainer: Person, waiting: Sequence[Person], coming: Person) -> None:
    """The session whose register is half marked, and the one to come."""
    today = clock.today(organisation.time_zone)
    held_on = today - timedelta(days=WAITING_DAYS_AGO)
    webinar = _plan(courses_of(organisation.id)[CHAMPIONS_DAY], Method.EXTERNAL, held_on, "Webinar", "Northgate Haven")
    row = _session(organisation, trainer, webinar)
    people.add(row, [person.id for person in waiting])
    people.mark(row, {person.id: Attended.FULL for person in waiting[::2]})
    module = courses_of(organisation.id)["level-1-awareness"]
    ahead = _plan(module, Method.IN_PERSON, today + timedelta(days=DAYS_AHEAD), "The depot, Canal Street")
    people.add(_session(organisation, trainer, ahead), [coming.id, *(person.id for person in waiting)])


def _plan(course: CourseFacts, method: Method, held_on: date, place: str, delivered_by: str = "Jo Bright") -> Plan:
    return Plan(
        course=course.slug,
        course_title=course.title,
        level=course.level,
        valid_months=course.valid_months,
        method=str(method),
        held_on=held_on,
        place=place,
        delivered_by=delivered_by,
        is_accredited=True,
        accreditation="Northgate Safety Partnership",
        evidence="Folder 7, training office",
    )


def _session(organisation: Organisation, trainer: Person, plan: Plan) -> TrainingSession:
    return db.session.get_one(TrainingSession, records.add(organisation.id, trainer.id, plan))
