"""What the people of the demonstration completed over the years, and what was asked of them meanwhile."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import click
from sqlalchemy import select, update

from app.assignments.refreshing import refresh
from app.cli.demonstration.people import Council, Someone
from app.extensions import db
from app.ledger.completions import record_completion
from app.ledger.entries import CourseCompleted, Origin
from app.models import Course, Enrolment, Organisation, Person, Programme
from app.rules.training_log import Method
from app.rules.validity import add_months, valid_until
from app.web import clock
from app.web.editions import PublishedEdition, current_edition

CORE, REFRESHER, MANAGERS, ASK_AND_ACT = (
    "level-1-awareness",
    "level-1-refresher",
    "level-1-managers",
    "level-2-ask-and-act",
)
MONTHS_OF_RECORDS = 40
MONTHS_OF_COVERAGE = 13
AT_WORK = time(10, 30)


@dataclass(frozen=True, slots=True)
class Done:
    """That somebody completed a course on a day."""

    person_id: int
    course: str
    on: date


def what_they_did(council: Council, today: date, random: Random) -> list[Done]:
    """Oldest first: most are in date, some run out, some ran out long ago, some never began."""
    found = [Done(council.accounts["learner"].person.id, REFRESHER, today - timedelta(days=12))]
    for role, someone in council.accounts.items():
        if role != "learner":
            found += _career(someone, today, random, diligence=1.0)
    for someone in council.colleagues:
        found += _career(someone, today, random, diligence=0.93)
    return sorted(found, key=lambda done: (done.on, done.person_id, done.course))


def _career(someone: Someone, today: date, random: Random, diligence: float) -> Iterator[Done]:
    begins = max(someone.started_on, add_months(today, -MONTHS_OF_RECORDS))
    on = begins + timedelta(days=random.randint(2, 40))
    while on < today and random.random() < diligence:
        yield Done(someone.person.id, CORE, on)
        again = add_months(on, 36) + timedelta(days=random.randint(-80, 12))
        yield from _refreshers(someone, on, min(again, today), random, diligence)
        on = again
    if someone.manages:
        yield from _repeated(someone, MANAGERS, begins + timedelta(days=random.randint(5, 55)), 36, today, random)
    if someone.plan.is_customer_facing and random.random() < 0.88:
        yield from _repeated(someone, ASK_AND_ACT, begins + timedelta(days=random.randint(30, 140)), 24, today, random)


def _refreshers(someone: Someone, core: date, until: date, random: Random, diligence: float) -> Iterator[Done]:
    on = add_months(core, 12) + timedelta(days=random.randint(-80, 8))
    while on < until:
        if random.random() < diligence:
            yield Done(someone.person.id, REFRESHER, on)
        on = add_months(on, 12) + timedelta(days=random.randint(-80, 8))


def _repeated(someone: Someone, course: str, first: date, months: int, today: date, random: Random) -> Iterator[Done]:
    on = first
    while on < today:
        yield Done(someone.person.id, course, on)
        on = add_months(on, months) + timedelta(days=random.randint(-80, 20))


def month_ends(today: date) -> list[date]:
    """The last days of the months before this one, oldest first."""
    first = today.replace(day=1)
    return [add_months(first, -back) - timedelta(days=1) for back in reversed(range(MONTHS_OF_COVERAGE))]


class Telling:
    """Writes the history down, and at the end of each month what was asked of everybody then."""

    def __init__(self, organisation: Organisation, council: Council, today: date) -> None:
        self._organisation = organisation
        self._trainer = council.accounts["trainer"].person
        self._people = [each.person.id for each in council.everybody]
        self._left = month_ends(today)

    def tell(self, done: Sequence[Done]) -> Iterator[Done]:
        """One after another; the caller may do something in between."""
        for each in done:
            self._look_back(each.on)
            if each.course == ASK_AND_ACT:
                self._attended(each)
            else:
                self._passed(each)
            yield each
        self._look_back(date.max)

    def _look_back(self, until: date) -> None:
        while self._left and self._left[0] < until:
            refresh(self._organisation.id, self._people, self._left.pop(0))

    def _passed(self, done: Done) -> None:
        edition = published(done.course)
        completed = CourseCompleted(
            course=done.course,
            title=edition.module.title,
            level=edition.module.level,
            method=Method.E_LEARNING,
            edition=edition.sha256,
            completed_on=done.on,
            valid_until=valid_until(done.on, edition.module.valid_months),
        )
        certificate = record_completion(done.person_id, completed, self._at(done.on))
        number = (
            1 + db.session.query(Enrolment).filter_by(person_id=done.person_id, module_id=edition.module_id).count()
        )
        db.session.add(
            Enrolment(
                person_id=done.person_id,
                module_id=edition.module_id,
                number=number,
                started_on=done.on,
                completed_on=done.on,
                entry_id=certificate.entry_id,
                lessons_read=json.dumps([lesson.slug for lesson in edition.module.lessons]),
            )
        )

    def _attended(self, done: Done) -> None:
        course = db.session.scalars(
            select(Course).where(Course.organisation_id == self._organisation.id, Course.slug == done.course)
        ).one()
        completed = CourseCompleted(
            course=course.slug,
            title=course.title,
            level=course.level,
            method=Method.IN_PERSON,
            edition="",
            completed_on=done.on,
            valid_until=valid_until(done.on, course.valid_months),
        )
        record_completion(done.person_id, completed, self._at(done.on), Origin(self._trainer.id))

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, AT_WORK, tzinfo=clock.zone(self._organisation.time_zone))


def in_force_for_long(organisation: Organisation) -> None:
    """Let the programme be as old as what is told of it."""
    today = clock.today(organisation.time_zone)
    applied_on = month_ends(today)[0].replace(day=1)
    applied_at = datetime.combine(applied_on, AT_WORK, tzinfo=clock.zone(organisation.time_zone))
    mine = update(Programme).where(Programme.organisation_id == organisation.id)
    db.session.execute(mine.values(applied_on=applied_on, applied_at=applied_at))


def begin(person: Person, course: str, lessons: int, today: date) -> None:
    """Have somebody in the middle of a module."""
    edition = published(course)
    read = [lesson.slug for lesson in edition.module.lessons[:lessons]]
    db.session.add(
        Enrolment(person_id=person.id, module_id=edition.module_id, started_on=today, lessons_read=json.dumps(read))
    )


def published(course: str) -> PublishedEdition:
    found = current_edition(course)
    if found is None:
        raise click.ClickException(f"{course} is not published yet. Run: flask content publish")
    return found
