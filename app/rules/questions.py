"""What a quiz is made of. Texts are rendered, sanitised HTML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen. `key` is unique within its question and never shown to a learner."""

    key: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a bank. `id` keeps its meaning from edition to edition; `several` allows more than one option."""

    id: str
    objective: str
    text: str
    scenario: str
    hint: str
    feedback: str
    several: bool
    critical: bool
    options: tuple[Option, ...]

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.right)


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """`tries` attempts, then a pause of `pause_hours` before as many again."""

    tries: int
    pause_hours: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A bank and its rules: `pass_mark` in percent; `draw` questions from each objective, all of them when None."""

    pass_mark: int
    draw: int | None
    limit: AttemptLimit | None
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        return next(question for question in self.questions if question.id == question_id)
