"""Who begins, is back or leaves on a day is worked out that day, though nobody writes anything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from app.assignments import daily
from app.assignments.daily import LastTry, is_to_try, refresh_all
from app.assignments.refreshing import waiting
from app.database import writing
from app.extensions import db
from app.models import Absence, Assignment, AssignmentRefresh, Person, Team
from tests.client import StrictClient
from tests.factories import TeamFactory, ask, member_of, work_out

START = datetime(2026, 11, 16, 9, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 11, 16), date(2026, 11, 17)


@pytest.fixture
def clock(app: Flask) -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def team(clock: Any) -> Team:
    made = TeamFactory()
    ask(made.organisation_id)
    return made


def status(person: Person) -> str | None:
    query = select(Assignment.status).where(Assignment.person_id == person.id, Assignment.known_to.is_(None))
    found = db.session.scalar(query)
    db.session.rollback()
    return found


def due(team: Team, people: int) -> list[Person]:
    found = [member_of(team) for _ in range(people)]
    with writing():
        db.session.add_all(AssignmentRefresh(person_id=each.id, refresh_on=TODAY) for each in found)
    return found


def test_a_posting_that_begins_and_an_absence_that_ends(clock: Any, team: Team, client: StrictClient) -> None:
    starter, back = member_of(team, starts_on=TOMORROW), member_of(team)
    with writing():
        db.session.add(Absence(person_id=back.id, starts_on=TODAY - timedelta(days=3), ends_on=TODAY))
    work_out(team.organisation_id)
    client.sign_in(back).get("/training")
    assert (status(starter), status(back)) == (None, "paused")
    clock.move_to(START + timedelta(days=1))
    client.sign_in(back).get("/training")
    assert (status(starter), status(back)) == ("asked", "asked")


def test_at_most_a_batch_in_a_request_and_one_in_a_while(
    clock: Any, team: Team, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "MOST_IN_A_REQUEST", 2)
    people = due(team, 5)
    client.sign_in(people[0])
    left = []
    for _ in range(4):
        client.get("/account")
        left.append(waiting(team.organisation_id, TODAY))
        client.get("/account")
        assert waiting(team.organisation_id, TODAY) == left[-1]
        clock.shift(timedelta(seconds=5))
    assert left == [3, 1, 0, 0]


@pytest.mark.parametrize("path", ["/help", "/health/live", "/sign-in", "/verify"])
def test_nobody_waits_on_a_page_that_is_for_anyone(path: str, team: Team, client: StrictClient) -> None:
    (person,) = due(team, 1)
    client.sign_in(person).send("GET", path)
    assert waiting(team.organisation_id, TODAY) == 1


def test_a_page_is_shown_even_if_it_cannot_be_worked_out(
    clock: Any, team: Team, client: StrictClient, caplog: pytest.LogCaptureFixture
) -> None:
    (person,) = due(team, 1)
    with writing():
        db.session.execute(text("UPDATE programmes SET source = 'not a programme'"))
    client.sign_in(person).get("/account")
    assert "could not be worked out for the day" in caplog.text
    caplog.clear()
    client.get("/account")
    assert not caplog.text, "and not tried again at once"
    assert waiting(team.organisation_id, TODAY) == 1


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, True),
        (LastTry(TODAY - timedelta(days=1), START, is_done=True), True),
        (LastTry(TODAY, START, is_done=True), False),
        (LastTry(TODAY, START), False),
        (LastTry(TODAY, START - timedelta(seconds=5)), True),
        (LastTry(TODAY, START - timedelta(minutes=9), failed=True), False),
        (LastTry(TODAY, START - timedelta(minutes=10), failed=True), True),
        (LastTry(TODAY, START + timedelta(hours=1)), True),  # the clock was put back
    ],
)
def test_when_to_try(last: LastTry | None, expected: bool) -> None:
    assert is_to_try(last, TODAY, START) is expected


def test_everybody_of_every_organisation(clock: Any, team: Team) -> None:
    other = TeamFactory()
    ask(other.organisation_id)
    people = [*due(team, 3), *due(other, 2)]
    told: list[int] = []
    refresh_all(told.append)
    assert sum(told) == 5
    assert {status(each) for each in people} == {"asked"}
