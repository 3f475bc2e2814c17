"""Whether a handed-in paper is passed."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.papers import Paper
from app.rules.questions import Question, Quiz

Answers = Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """One question of a paper with what was chosen, as option keys; nothing chosen is never right."""

    position: int
    question: Question
    chosen: frozenset[str]

    @property
    def right(self) -> bool:
        return self.chosen == self.question.right_keys


@dataclass(frozen=True, slots=True)
class Mark:
    """The outcome of an attempt. `right` of `total` questions; `critical_missed` keeps it from passing at any mark."""

    right: int
    total: int
    pass_mark: int
    critical_missed: bool
    questions: tuple[MarkedQuestion, ...]

    @property
    def passed(self) -> bool:
        return not self.critical_missed and self.right * 100 >= self.pass_mark * self.total

    @property
    def objectives_to_revisit(self) -> tuple[str, ...]:
        """Objectives with a question that was not right, in the paper's order."""
        return tuple(dict.fromkeys(marked.question.objective for marked in self.questions if not marked.right))


def mark(quiz: Quiz, paper: Paper, answers: Answers) -> Mark:
    """Mark `answers` (option keys by position, counted from 1) on the paper that was shown."""
    questions = tuple(
        MarkedQuestion(position, quiz.question(item.question_id), answers.get(position, frozenset()))
        for position, item in enumerate(paper.items, start=1)
    )
    return Mark(
        right=sum(marked.right for marked in questions),
        total=len(questions),
        pass_mark=quiz.pass_mark,
        critical_missed=any(marked.question.critical and not marked.right for marked in questions),
        questions=questions,
    )


def right_needed(pass_mark: int, total: int) -> int:
    """The fewest right answers that reach `pass_mark` percent of `total`."""
    return -(-pass_mark * total // 100)
