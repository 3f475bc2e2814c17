"""Working out who is to be reminded today. Candidates come from the table of assignments; the live rules decide."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import select

from app.assignments.careers import CareerReader
from app.assignments.in_force import in_force
from app.database import writing
from app.extensions import db
from app.mailing.digests import has_something, managers
from app.mailing.queue import About, NewMail, queue_mails
from app.mailing.recipients import is_here
from app.mailing.wording import digest_subject, reminder_subject
from app.models import Assignment, OutgoingMail, Person
from app.rules.programmes.assigning import assign
from app.rules.programmes.requirements import Strength
from app.rules.reminders import EARLY, LAST_OVERDUE, is_digest_day, reminder_due, step_on
from app.web.scope import managed_by

BATCH = 500


def plan(organisation_id: int, today: date, now: datetime) -> int:
    """Queue today's reminders and digests; how many are new. Once is enough, and twice does no harm."""
    new = 0
    for mails in planned_reminders(organisation_id, candidates(organisation_id, today), today):
        with writing():
            new += queue_mails(mails, now)
    digests = list(planned_digests(organisation_id, today))
    with writing():
        return new + queue_mails(digests, now)


def candidates(organisation_id: int, today: date) -> list[int]:
    """The people who, by the table, have reached a step that nothing was queued for yet."""
    query = (
        select(Assignment.person_id, Assignment.requirement, Assignment.strength, Assignment.due_on)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.organisation_id == organisation_id,
            Assignment.known_to.is_(None),
            Assignment.status == "asked",
            Assignment.strength.in_((Strength.MANDATORY, Strength.RECOMMENDED)),
            Assignment.due_on.between(today - timedelta(days=LAST_OVERDUE), today + timedelta(days=EARLY)),
            is_here(today),
        )
        .order_by(Assignment.person_id)
    )
    keys: dict[str, int] = {}
    for person_id, requirement, strength, due_on in db.session.execute(query).tuples():
        step = step_on(today, strength, due_on)
        if step is not None and due_on is not None:
            keys[key_of(person_id, requirement, due_on, step.step)] = person_id
    known = _known(keys)
    return list(dict.fromkeys(person_id for key, person_id in keys.items() if key not in known))


def planned_reminders(organisation_id: int, person_ids: Iterable[int], today: date) -> Iterator[list[NewMail]]:
    """What the live rules say of these people, a batch of them at a time."""
    programme, reader, left = in_force(organisation_id).programme, CareerReader(organisation_id), iter(person_ids)
    subject = reminder_subject()
    while batch := list(islice(left, BATCH)):
        yield [
            NewMail(
                organisation_id,
                person_id,
                About.REMINDER,
                key_of(person_id, each.requirement.key, each.due_on, step.step),
                subject,
                requirement=each.requirement.key,
                due_on=each.due_on,
            )
            for person_id, career in reader.read(batch).items()
            for each in assign(career, programme, today)
            if each.due_on is not None and (step := reminder_due(each, today))
        ]


def planned_digests(organisation_id: int, today: date) -> Iterator[NewMail]:
    """This week's digests that are not queued yet, of managers who have something to be told."""
    if not is_digest_day(today):
        return
    keys = {f"digest:{manager_id}:{today}": manager_id for manager_id in managers(organisation_id, today)}
    known = _known(keys)
    for key, manager_id in keys.items():
        if key not in known and has_something(manager_id, managed_by(manager_id, organisation_id, today)):
            yield NewMail(organisation_id, manager_id, About.DIGEST, key, digest_subject())


def new_among(mails: Iterable[NewMail]) -> list[NewMail]:
    """Those that were never queued."""
    by_key = {each.key: each for each in mails}
    known = _known(by_key)
    return [each for key, each in by_key.items() if key not in known]


def key_of(person_id: int, requirement: str, due_on: date, step: str) -> str:
    return f"reminder:{person_id}:{requirement}:{due_on}:{step}"


def _known(keys: Mapping[str, object]) -> set[str]:
    found: set[str] = set()
    left = iter(keys)
    while some := list(islice(left, BATCH)):
        found.update(db.session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.in_(some))))
    return found
