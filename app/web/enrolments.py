"""The learner's current way through a module, which reading and testing share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from app.extensions import db
from app.ledger.standing import counts
from app.models import Enrolment, LogEntry, Module, Person
from app.rules.validity import Completion, may_enrol


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in a module: the newest enrolment, if there is one, and the lessons read in it."""

    module_id: int
    edition_id: int
    enrolment_id: int | None
    completed_on: date | None
    lessons_read: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.enrolment_id is not None and self.completed_on is None


_modules, _enrolments = Module.__table__.c, Enrolment.__table__.c
_place = (
    select(_modules.id, _modules.current_edition_id, _enrolments.id, _enrolments.completed_on, _enrolments.lessons_read)
    .select_from(
        Module.__table__.outerjoin(
            Enrolment.__table__,
            and_(_enrolments.module_id == _modules.id, _enrolments.person_id == bindparam("person_id")),
        )
    )
    .where(_modules.slug == bindparam("slug"), _modules.current_edition_id.is_not(None))
    .order_by(_enrolments.number.desc())
    .limit(1)
)


def find_place(person_id: int, slug: str) -> Place | None:
    """A person's place in a published module; None where there is no such module."""
    row = db.session.connection().execute(_place, {"person_id": person_id, "slug": slug}).first()
    if row is None:
        return None
    return Place(row[0], row[1], row[2], row[3], tuple(json.loads(row[4] or "[]")))


def lock_learner(person_id: int) -> None:
    """Make everything that this person starts or hands in wait for the transaction that is open.

    Entries that others write about them need not wait: a lock that kept those out could lock both for good.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def enrol(person_id: int, module_id: int, slug: str, today: date, is_asked: Callable[[], bool]) -> Enrolment | None:
    """The person's open enrolment, begun if need be; None where the last completion cannot be renewed yet.

    `is_asked` tells whether their programme asks for it now although their certificate is valid; it is called only
    where that decides. Call it after `lock_learner`.
    """
    mine = and_(Enrolment.person_id == person_id, Enrolment.module_id == module_id)
    enrolment = db.session.scalar(select(Enrolment).where(mine, Enrolment.completed_on.is_(None)))
    if enrolment is not None:
        return enrolment
    number = db.session.scalar(select(func.coalesce(func.max(Enrolment.number), 0)).where(mine)) or 0
    if not (may_enrol(number > 0, latest_completion(person_id, slug), today) or is_asked()):
        return None
    enrolment = Enrolment(person_id=person_id, module_id=module_id, number=number + 1, started_on=today)
    db.session.add(enrolment)
    db.session.flush()
    return enrolment


def latest_completion(person_id: int, course: str) -> Completion | None:
    """A person's newest completion of a course that counts."""
    query = (
        select(LogEntry.course, LogEntry.completed_on, LogEntry.valid_until)
        .where(LogEntry.person_id == person_id, LogEntry.course == course, counts(LogEntry))
        .order_by(LogEntry.completed_on.desc(), LogEntry.sequence.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else Completion(*row)
