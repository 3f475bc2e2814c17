"""How many SQL statements the pages of a session need, and that a long register needs no more."""

import pytest
from flask import Flask

from app.models import TrainingSession
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import AttendanceFactory, complete, member_of, session_by
from tests.registers.teaching import address, sign
from tests.web.counting import statements

MOST = {"": 4, ".csv": 5, "/paper": 4, "/sign": 4, "/people": 4, "/change": 4, "/delete": 2}


def cost(client: StrictClient, path: str) -> int:
    """Statements for a page that this web process has shown before."""
    client.fetch(path)
    with statements() as seen:
        client.fetch(path)
    return len(seen)


def fill(session: TrainingSession, cast: Cast, people: int) -> None:
    for n in range(people):
        person = member_of(cast.team, name=f"Member {n}")
        AttendanceFactory(session_id=session.id, person_id=person.id)
        if n % 2:
            complete(person, session.held_on)


@pytest.mark.parametrize("ending", MOST)
def test_a_long_register_costs_no_more_statements(ending: str, cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner)
    few = cost(trainer, address(session) + ending)
    fill(session, cast, 20)
    assert cost(trainer, address(session) + ending) == few <= MOST[ending]


def test_a_long_signed_register_costs_no_more_statements(app: Flask, cast: Cast, trainer: StrictClient) -> None:
    short, long = session_by(cast.trainer, cast.learner), session_by(cast.trainer, cast.colleague)
    fill(long, cast, 20)
    for session in (short, long):
        sign(trainer, session)
    costs = {cost(trainer, address(session) + ending) for session in (short, long) for ending in ("", ".csv")}
    assert len(costs) == 1
    assert costs.pop() <= 5


def test_a_long_list_costs_no_more_statements(cast: Cast, trainer: StrictClient) -> None:
    session_by(cast.trainer, cast.learner)
    few = cost(trainer, "/sessions")
    for _ in range(20):
        session_by(cast.trainer, cast.learner, cast.colleague)
    assert cost(trainer, "/sessions") == few <= 3
