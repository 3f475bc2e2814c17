"""Many learners at once, each in a thread, one person after another, without a pause."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Self

from tests.durability.journal import Journal
from tests.durability.learner import Home, Learner
from tests.durability.line import PATIENCE, Line
from tests.durability.school import Desk

A_MOMENT = 0.3
"""Seconds before somebody whose line broke presses again."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a learner was told that it is saved, was asked to try again later, or got no answer at all."""

    acknowledged: int = 0
    refused: int = 0
    unanswered: int = 0


class Crowd:
    """Inside it, `learners` sit at the desks in turn. Whoever comes to another page than expected ends the drill."""

    def __init__(self, ports: Sequence[Callable[[], int]], desks: Sequence[Desk], learners: int) -> None:
        self.journals: list[Journal] = []
        self.longest_refusal = 0.0
        self._ports = ports
        self._free_desks: Iterator[Desk] = iter(desks)
        self._counts = {"acknowledged": 0, "refused": 0, "unanswered": 0}
        self._faults: list[BaseException] = []
        self._news = threading.Condition()
        self._last_sitting, self._home = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._keep_sitting) for _ in range(learners)]

    @property
    def tally(self) -> Tally:
        with self._news:
            return Tally(**self._counts)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._threads:
            self.send_home()

    def wait_for(self, patience: float = PATIENCE, **more: int) -> None:
        """Until so much more was `acknowledged`, `refused` or left `unanswered`."""
        with self._news:
            aims = {name: self._counts[name] + number for name, number in more.items()}
            reached = self._news.wait_for(
                lambda: self._faults or all(self._counts[name] >= aim for name, aim in aims.items()), patience
            )
            self._raise_fault()
            assert reached, f"after {patience} s still not {aims}, but {self._counts}"

    def go_on_for(self, seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self._faults, seconds)
            self._raise_fault()

    def finish(self) -> Tally:
        """Everybody ends the sitting that they are at."""
        self._last_sitting.set()
        return self._leave()

    def send_home(self, while_leaving: Callable[[], None] = lambda: None) -> Tally:
        """Everybody leaves at once, with what they sent still on its way. What they are told from now on is unheard."""
        self._last_sitting.set()
        self._home.set()
        while_leaving()
        return self._leave()

    def acknowledged(self) -> None:
        self._note("acknowledged")

    def refused(self, after: float) -> None:
        with self._news:
            self.longest_refusal = max(self.longest_refusal, after)
        self._note("refused")

    def unanswered(self) -> None:
        self._note("unanswered")

    def pause(self) -> None:
        if self._home.wait(A_MOMENT):
            raise Home

    def _leave(self) -> Tally:
        threads, self._threads = self._threads, []
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a learner did not come home"
        with self._news:
            self._raise_fault()
        return self.tally

    def _keep_sitting(self) -> None:
        try:
            with suppress(Home):
                while (desk := self._next_desk()) is not None:
                    self._sit(desk)
        except BaseException as fault:
            with self._news:
                if not self._home.is_set():
                    self._faults.append(fault)
                    self._news.notify_all()

    def _next_desk(self) -> Desk | None:
        if self._last_sitting.is_set():
            return None
        with self._news:
            desk = next(self._free_desks, None)
        assert desk, "there are too few people for this drill"
        return desk

    def _sit(self, desk: Desk) -> None:
        with closing(Line(self._ports, desk.cookie)) as line:
            learner = Learner(desk.person_id, line, self)
            with self._news:
                self.journals.append(learner.journal)
            learner.fail_then_pass()

    def _note(self, what: str) -> None:
        if self._home.is_set():
            raise Home
        with self._news:
            self._counts[what] += 1
            self._news.notify_all()

    def _raise_fault(self) -> None:
        if self._faults:
            raise self._faults[0]
