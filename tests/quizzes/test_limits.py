"""Two tries, then a pause of 24 hours (tests/sources/quizzes/short.md)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Attempt, Organisation, Person
from tests.client import StrictClient
from tests.factories import PersonFactory
from tests.journeys import HALF_RIGHT, begin, sit

pytestmark = pytest.mark.usefixtures("now")

NONE_RIGHT = (False,) * 4


def can_start(client: StrictClient) -> bool:
    before = db.session.query(Attempt).count()
    client.post("/modules/short/quiz", {"csrf_token": client.token()})
    return db.session.query(Attempt).count() > before


def test_after_the_last_try_there_is_a_pause(sitter: StrictClient) -> None:
    assert "You have 1 try left before a pause." in sit(sitter, NONE_RIGHT).words
    page = sit(sitter, NONE_RIGHT)
    told = "You can try again from 17 November 2026 at 09:30."
    assert told in page.words
    assert not page.document.xpath("//button[contains(., 'Try again')]")
    start = sitter.get("/modules/short/quiz")
    assert told in start.words
    assert not start.document.xpath("//button[contains(., 'Start')]")


@pytest.mark.parametrize(
    ("later", "opens"),
    [(timedelta(hours=23, minutes=59, seconds=59), False), (timedelta(hours=24), True), (timedelta(days=9), True)],
)
def test_the_pause_ends_to_the_second(
    later: timedelta, opens: bool, sitter: StrictClient, now: datetime, learner: Person
) -> None:
    for _ in range(2):
        sit(sitter, NONE_RIGHT)
    assert not can_start(sitter)
    with time_machine.travel(now + later, tick=False):
        assert can_start(StrictClient(sitter.app).sign_in(learner)) == opens


def test_after_the_pause_there_are_as_many_tries_again(sitter: StrictClient, now: datetime, learner: Person) -> None:
    for _ in range(2):
        sit(sitter, NONE_RIGHT)
    with time_machine.travel(now + timedelta(hours=24), tick=False):
        client = StrictClient(sitter.app).sign_in(learner)
        assert "You have 1 try left before a pause." in sit(client, NONE_RIGHT).words
        assert "You can try again from 18 November 2026 at 09:30." in sit(client, NONE_RIGHT).words
        assert not can_start(client)


def test_an_open_attempt_is_no_new_try(sitter: StrictClient) -> None:
    begin(sitter)
    for _ in range(5):
        assert not can_start(sitter)
    assert db.session.query(Attempt).count() == 1


def test_an_attempt_left_open_for_long_is_still_there(sitter: StrictClient, now: datetime, learner: Person) -> None:
    path = begin(sitter).path
    with time_machine.travel(now + timedelta(days=60), tick=False):
        page = StrictClient(sitter.app).sign_in(learner).get(path)
        assert page.heading == "Question 1 of 4"


@pytest.mark.parametrize(
    ("time_zone", "told"),
    [
        ("Europe/London", "17 November 2026 at 09:30"),
        ("America/St_Johns", "17 November 2026 at 06:00"),
        ("Pacific/Kiritimati", "17 November 2026 at 23:30"),
        ("Pacific/Apia", "17 November 2026 at 22:30"),
    ],
)
def test_the_time_is_told_as_clocks_show_it_there(time_zone: str, told: str, sitter: StrictClient) -> None:
    with writing():
        db.session.execute(update(Organisation).values(time_zone=time_zone))
    sit(sitter, NONE_RIGHT)
    assert f"You can try again from {told}." in sit(sitter, HALF_RIGHT).words


def test_a_clock_that_is_set_back_gives_no_extra_try(sitter: StrictClient, now: datetime, learner: Person) -> None:
    for _ in range(2):
        sit(sitter, NONE_RIGHT)
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        assert not can_start(StrictClient(sitter.app).sign_in(learner))


def test_one_learners_tries_are_not_anothers(sitter: StrictClient, learner: Person) -> None:
    for _ in range(2):
        sit(sitter, NONE_RIGHT)
    other = StrictClient(sitter.app).sign_in(PersonFactory(organisation_id=learner.organisation_id))
    assert can_start(other)
