"""What is kept count of equals the rows, and the rows equal what the rules say, whatever happens in which order."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.assignments.applying import apply_programme
from app.assignments.asking import asked_of
from app.assignments.refreshing import refresh_some
from app.database import writing
from app.extensions import db
from app.ledger.affected import affected
from app.models import Absence, Assignment, CoverageCell, Exemption, Person, Posting
from app.models.assignments import NEVER
from tests.coverage.council import PROGRAMME, Council, make_council
from tests.factories import member_of, record, work_out

PEOPLE, DAYS = 6, 15
OTHER = PROGRAMME.replace("30 days", "90 days").replace("every 12 months", "every 3 months") + (
    "  more:\n    title: More\n    who: {manages: yes}\n    course: more\n    due: 10 days after joining\n"
)

Act = Callable[[Random, Council, Person, date], None]


def post(random: Random, council: Council, person: Person, today: date) -> None:
    first = today + timedelta(days=random.randint(-40, 20))
    last = first + timedelta(days=random.randint(0, 40)) if random.random() < 0.5 else None
    team = random.choice(list(council.teams.values()))
    job = {"job": random.choice(("A", "B")), "manages": random.random() < 0.3}
    db.session.add(Posting(person_id=person.id, team_id=team.id, starts_on=first, ends_on=last, **job))


def complete(random: Random, _council: Council, person: Person, today: date) -> None:
    day = today - timedelta(days=random.randint(0, 500))
    record(person.id, day, course=random.choice(("short", "practice", "talk", "more")), valid_until=None)


def be_away(random: Random, _council: Council, person: Person, today: date) -> None:
    first = today + timedelta(days=random.randint(-10, 10))
    last = first + timedelta(days=random.randint(0, 20)) if random.random() < 0.7 else None
    db.session.add(Absence(person_id=person.id, starts_on=first, ends_on=last))


def exempt(random: Random, _council: Council, person: Person, today: date) -> None:
    last = today + timedelta(days=random.randint(0, 20)) if random.random() < 0.7 else None
    facts = {"requirement": random.choice(("core", "talk")), "route": random.choice((None, "more"))}
    db.session.add(Exemption(person_id=person.id, starts_on=today, ends_on=last, made_by_id=person.id, **facts))


def leave(random: Random, _council: Council, person: Person, _today: date) -> None:
    db.session.get_one(Person, person.id).is_active = random.random() < 0.5


ACTS: tuple[Act, ...] = (post, complete, be_away, exempt, leave)


@pytest.mark.parametrize("seed", range(3))
def test_counts_rows_and_rules_agree_after_whatever_happens(seed: int, app: Flask) -> None:
    random, start = Random(seed), datetime(2026, 2, 20, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        council = make_council()
        people = [member_of(random.choice(list(council.teams.values()))) for _ in range(PEOPLE)]
        work_out(council.organisation.id)
        for number in range(DAYS):
            now = start + timedelta(days=number * 3)
            clock.move_to(now)
            happen(random, council, people, now)
            check(council, now.date())


def happen(random: Random, council: Council, people: list[Person], now: datetime) -> None:
    for _ in range(random.randint(0, 3)):
        person, act = random.choice(people), random.choice(ACTS)
        with writing():
            act(random, council, person, now.date())
            affected([person.id])
    with writing():
        if random.random() < 0.15:
            apply_programme(council.organisation.id, random.choice((PROGRAMME, OTHER)), now)
        while refresh_some(council.organisation.id, now.date(), most=3):
            pass


def check(council: Council, today: date) -> None:
    organisation_id = council.organisation.id
    current = db.session.scalars(
        select(Assignment).where(Assignment.organisation_id == organisation_id, Assignment.known_to.is_(None))
    ).all()
    cells = db.session.scalars(select(CoverageCell).where(CoverageCell.organisation_id == organisation_id)).all()
    kept = {(each.requirement, each.status, each.is_done, each.due_on): each.people for each in cells}
    counted = Counter(
        (each.requirement, each.status, each.done_on is not None, each.due_on or NEVER) for each in current
    )
    assert kept == dict(counted)
    written = {(each.person_id, each.requirement, each.status, each.due_on, each.done_on) for each in current}
    ids = db.session.scalars(select(Person.id).where(Person.organisation_id == organisation_id)).all()
    assert written == {
        (person_id, each.requirement.key, each.status.value, each.due_on, each.done_on)
        for person_id in ids
        for each in asked_of(person_id, organisation_id, today)
    }
    db.session.rollback()
