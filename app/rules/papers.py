"""Which questions a person is asked, and in which order."""

from dataclasses import dataclass
from itertools import groupby
from random import Random

from app.rules.questions import Question, Quiz


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question on a paper: its id, and its option keys in the order shown."""

    question_id: str
    option_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    items: tuple[PaperItem, ...]

    def __len__(self) -> int:
        return len(self.items)

    def item(self, position: int) -> PaperItem | None:
        """The item at `position`, counted from 1; None where there is none."""
        return self.items[position - 1] if 1 <= position <= len(self.items) else None


def draw_paper(quiz: Quiz, random: Random, last: Paper | None = None) -> Paper:
    """A paper for one attempt: the quiz's number of questions for each objective, in the order of the objectives.

    Questions that were not on the `last` paper come first, so that a second try is not a memory test.
    """
    seen = {item.question_id for item in last.items} if last else set()
    order = {objective: n for n, objective in enumerate(dict.fromkeys(q.objective for q in quiz.questions))}
    by_objective = sorted(quiz.questions, key=lambda question: order[question.objective])
    drawn: list[Question] = []
    for _, group in groupby(by_objective, key=lambda question: question.objective):
        drawn.extend(_draw(tuple(group), quiz.draw, seen, random))
    return Paper(tuple(PaperItem(question.id, _shuffled_keys(question, random)) for question in drawn))


def _draw(questions: tuple[Question, ...], number: int | None, seen: set[str], random: Random) -> list[Question]:
    if number is None:
        return list(questions)
    shuffled = random.sample(questions, len(questions))
    return sorted(shuffled, key=lambda question: question.id in seen)[:number]


def _shuffled_keys(question: Question, random: Random) -> tuple[str, ...]:
    keys = [option.key for option in question.options]
    return tuple(random.sample(keys, len(keys)))
