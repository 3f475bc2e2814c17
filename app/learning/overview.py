"""The training page, put together from what the database knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.learning.records import Done, UnderWay
from app.rules.assignments import Asked, Assignment, State, assign, strictest
from app.rules.modules import Lesson, Module

URGENCY = {State.OVERDUE: 0, State.DUE: 1, State.RENEW: 2, State.DONE: 3}


@dataclass(frozen=True, slots=True)
class Card:
    """One module as its learner sees it. `assignment` is None where nobody asks for it."""

    module: Module
    assignment: Assignment | None
    under_way: UnderWay | None

    @property
    def lessons_read(self) -> int:
        read = self.under_way.lessons_read if self.under_way else ()
        return sum(lesson.slug in read for lesson in self.module.lessons)

    @property
    def has_begun(self) -> bool:
        return self.under_way is not None

    @property
    def is_to_do(self) -> bool:
        return self.assignment is not None and self.assignment.is_open

    @property
    def urgency(self) -> tuple[int, date, int]:
        """What sorts the most pressing card first."""
        if self.assignment is None:
            return (4, date.max, self.module.level)
        return (URGENCY[self.assignment.state], self.assignment.due_on or date.max, self.module.level)


@dataclass(frozen=True, slots=True)
class Overview:
    """`to_do` begins with the one thing to do next; `open_to_you` is what nobody asks for; `published` are slugs.

    `latest` are those of `done` that have not been done again since.
    """

    to_do: tuple[Card, ...]
    open_to_you: tuple[Card, ...]
    done: tuple[Done, ...]
    latest: tuple[Done, ...]
    published: frozenset[str]


def put_together(
    modules: Sequence[Module],
    asked: Sequence[Asked],
    done: Sequence[Done],
    begun: Mapping[str, UnderWay],
    today: date,
) -> Overview:
    """The training page of one person. `done` is newest first."""
    latest: dict[str, Done] = {}
    for each in done:
        latest.setdefault(each.course, each)
    by_course = strictest(asked)
    cards = [
        Card(module, _assignment(by_course.get(module.slug), latest.get(module.slug), today), begun.get(module.slug))
        for module in modules
    ]
    cards.sort(key=lambda card: card.urgency)
    return Overview(
        to_do=tuple(card for card in cards if card.is_to_do),
        open_to_you=tuple(card for card in cards if not card.is_to_do and card.module.slug not in latest),
        done=tuple(done),
        latest=tuple(latest.values()),
        published=frozenset(module.slug for module in modules),
    )


def _assignment(ask: Asked | None, done: Done | None, today: date) -> Assignment | None:
    if ask is None:
        return None
    return assign(ask, done.completion if done else None, today)


def next_lesson(module: Module, lessons_read: Sequence[str]) -> Lesson:
    """Where to carry on: after the last lesson read, the first that is not read; the first one when all are."""
    slugs = [lesson.slug for lesson in module.lessons]
    last = max((slugs.index(slug) for slug in lessons_read if slug in slugs), default=-1)
    ahead = [*module.lessons[last + 1 :], *module.lessons[: last + 1]]
    return next((lesson for lesson in ahead if lesson.slug not in lessons_read), module.lessons[0])
