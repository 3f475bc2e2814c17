"""Many people, or many tabs of one, doing things at the same instant: each in a thread of its own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from app.extensions import db
from app.models import Organisation, Person
from app.quizzes import records, sitting
from app.web.editions import edition
from app.web.visitor import OrganisationFacts, Visitor

CROWD = 16
PATIENCE = 60

Outcome = TypeVar("Outcome")


def at_once(app: Flask, actions: Iterable[Callable[[], Outcome]]) -> list[Outcome]:
    """What each of the actions returns; none begins before all are ready. The first error of any is raised."""
    todo = list(actions)
    together = threading.Barrier(len(todo))

    def run(action: Callable[[], Outcome]) -> Outcome:
        together.wait(PATIENCE)
        with app.app_context():
            return action()

    db.session.rollback()
    with ThreadPoolExecutor(len(todo)) as threads:
        running = [threads.submit(run, action) for action in todo]
        return [each.result(PATIENCE) for each in running]


def visitor_of(person: Person) -> Visitor:
    """The person as a request sees them."""
    organisation = db.session.get_one(Organisation, person.organisation_id)
    facts = OrganisationFacts(
        organisation.id,
        organisation.name,
        organisation.colour,
        organisation.time_zone,
        organisation.exit_url,
        organisation.version,
    )
    return Visitor("", 0, person.id, person.name, person.email, person.staff_number, facts, *[False] * 5)


def right_values(visitor: Visitor, attempt_id: int, position: int) -> list[str]:
    """What a browser would send for the right answer."""
    found = records.find_sitting(attempt_id, visitor.id)
    assert found is not None
    item = found.paper.items[position - 1]
    right = edition(found.edition_id).quiz.question(item.question_id).right_keys
    return [str(place) for place, key in enumerate(item.option_keys, start=1) if key in right]


def answer_all(visitor: Visitor, attempt_id: int) -> None:
    found = records.find_sitting(attempt_id, visitor.id)
    assert found is not None
    for position in range(1, len(found.paper) + 1):
        sitting.answer(visitor, attempt_id, position, right_values(visitor, attempt_id, position))
