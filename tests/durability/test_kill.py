"""`kill -9` in the middle of everything: what the server said it saved is there, once."""

import threading
from collections.abc import Callable
from http.client import HTTPException
from itertools import cycle

from sqlalchemy import select

from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Attempt
from app.quizzes import records
from tests.durability.conftest import Desk, School
from tests.durability.server import Browser, Server

LEARNERS = 4
ACKNOWLEDGED_BETWEEN_KILLS = 25
WORKERS_KILLED = 3


class Journal:
    """What a learner was told, kept outside the server: for each question the values that may be stored now."""

    def __init__(self) -> None:
        self.may_be_stored: dict[int, set[str]] = {}

    def sent(self, position: int, value: str) -> None:
        self.may_be_stored.setdefault(position, {""}).add(value)

    def acknowledged(self, position: int, value: str) -> None:
        self.may_be_stored[position] = {value}


class Crowd:
    """Learners who change their answers without a pause until the server is gone for good."""

    def __init__(self, server: Server, desks: list[Desk]) -> None:
        self._browsers = {Browser(server, desk.cookie, desk.attempt_id): Journal() for desk in desks}
        self._threads = [threading.Thread(target=self._answer, args=each) for each in self._browsers.items()]
        self._one_more = threading.Semaphore(0)
        self._over = threading.Event()

    @property
    def journals(self) -> dict[int, Journal]:
        return {browser.attempt_id: journal for browser, journal in self._browsers.items()}

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_for(self, acknowledged: int) -> None:
        for _ in range(acknowledged):
            assert self._one_more.acquire(timeout=60)

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _answer(self, browser: Browser, journal: Journal) -> None:
        for number, position in enumerate(cycle(range(1, 5))):
            if self._over.is_set():
                return
            value = str(number % 3 + 1)
            journal.sent(position, value)
            try:
                browser.answer(position, value)
            except (OSError, HTTPException):
                continue
            journal.acknowledged(position, value)
            self._one_more.release()


def stored_values(desk: Desk) -> dict[int, str]:
    """By position the place of the stored option on the paper, which is what the browser sent."""
    found = records.find_sitting(desk.attempt_id, desk.person_id)
    assert found
    return {
        position: str(found.paper.items[position - 1].option_keys.index(next(iter(chosen))) + 1)
        for position, chosen in found.answers.items()
    }


def test_nothing_that_was_acknowledged_is_lost(open_school: Callable[[int], School]) -> None:
    school = open_school(LEARNERS)
    with Server(school.url, workers=2) as server:
        crowd = Crowd(server, school.desks)
        crowd.begin()
        try:
            for _ in range(WORKERS_KILLED):
                crowd.wait_for(ACKNOWLEDGED_BETWEEN_KILLS)
                server.kill_a_worker()
            crowd.wait_for(ACKNOWLEDGED_BETWEEN_KILLS)
            server.kill_everything()
        finally:
            crowd.end()
    with school.app.app_context():
        for desk in school.desks:
            stored, journal = stored_values(desk), crowd.journals[desk.attempt_id].may_be_stored
            assert set(stored) <= set(journal)
            for position, allowed in journal.items():
                assert stored.get(position, "") in allowed
        db.session.remove()
    everybody_finishes(school)
    with school.app.app_context():
        assert set(db.session.scalars(select(Attempt.handed_in_at.is_not(None)))) == {True}
        assert verify_log(school.organisation_id).broken_at is None


def everybody_finishes(school: School) -> None:
    """On the same database, as the server left it."""
    with Server(school.url) as server:
        for desk in school.desks:
            browser = Browser(server, desk.cookie, desk.attempt_id)
            for position in range(1, 5):
                browser.answer(position, "1")
            browser.hand_in()
