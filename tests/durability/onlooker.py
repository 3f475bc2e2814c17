"""Somebody who reads while nothing can be saved, and who may have to leave."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.durability.crowd import Crowd
from tests.durability.learner import QUIZ, Learner
from tests.durability.line import Line, Refused
from tests.durability.school import Desk
from tests.durability.server import Server

NEUTRAL = "https://www.bbc.co.uk/weather"
PAGES = ("/training", "/modules/short", QUIZ, "/help", "/account", "/verify/no-such-token")


class Onlooker:
    def __init__(self, line: Line, attempt_id: int) -> None:
        self._line, self._question = line, f"/attempts/{attempt_id}/questions/1"

    def read_on(self) -> None:
        for path in (*PAGES, self._question):
            assert self._line.send("GET", path).status in {200, 404}, path

    def look_at_the_question(self) -> None:
        assert self._line.send("GET", self._question).status == 200

    def try_to_sign_in(self) -> Refused:
        """By a form of our own pages, with a password that is not right, which would be noted."""
        token = self._line.send("GET", self._question).page.partition('name="csrf_token" value="')[2].partition('"')[0]
        with pytest.raises(Refused) as refused:
            self._line.send("POST", "/sign-in", csrf_token=token, email="nobody@example.org", password="a guess")
        return refused.value

    def leave(self) -> None:
        reply = self._line.send("GET", "/exit")
        assert (reply.status, reply.location) == (303, NEUTRAL)


@contextmanager
def onlooker(server: Server, desk: Desk, crowd: Crowd) -> Iterator[Onlooker]:
    """Has begun an attempt, so that there is a question page to read."""
    with closing(Line([server.port], desk.cookie)) as line:
        learner = Learner(desk.person_id, line, crowd)
        yield Onlooker(line, learner.begin().attempt_id)
