"""A marked attempt in the shape in which its owner reads it."""

from dataclasses import dataclass

from app.quizzes.records import Sitting
from app.rules.marking import MarkedQuestion, mark, right_needed
from app.rules.modules import Lesson
from app.rules.questions import Option
from app.web.editions import PublishedEdition


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question with what was chosen. `right_options` is empty while the same bank can still be sat."""

    position: int
    question_html: str
    scenario_html: str
    right: bool
    chosen: tuple[Option, ...]
    right_options: tuple[Option, ...]
    feedback_html: str


@dataclass(frozen=True, slots=True)
class Result:
    """`lessons_to_revisit` teach the objectives of the questions that were not right, in the module's order."""

    passed: bool
    right: int
    total: int
    needed: int
    critical_missed: bool
    questions: tuple[ReviewedQuestion, ...]
    lessons_to_revisit: tuple[Lesson, ...]


def review(sitting: Sitting, published: PublishedEdition) -> Result:
    """The result of an attempt that is handed in, on the edition that it was marked on."""
    marked = mark(published.quiz, sitting.paper, sitting.answers)
    passed = bool(sitting.passed)
    revisit = set(marked.objectives_to_revisit)
    return Result(
        passed=passed,
        right=sitting.right or 0,
        total=marked.total,
        needed=right_needed(marked.pass_mark, marked.total),
        critical_missed=marked.critical_missed,
        questions=tuple(_review_question(each, sitting, show_right=passed) for each in marked.questions),
        lessons_to_revisit=tuple(
            lesson for lesson in published.module.lessons if revisit.intersection(lesson.objectives)
        ),
    )


def _review_question(marked: MarkedQuestion, sitting: Sitting, *, show_right: bool) -> ReviewedQuestion:
    question = marked.question
    options = {option.key: option for option in question.options}
    shown = [options[key] for key in sitting.paper.items[marked.position - 1].option_keys]
    return ReviewedQuestion(
        position=marked.position,
        question_html=question.text,
        scenario_html=question.scenario,
        right=marked.right,
        chosen=tuple(option for option in shown if option.key in marked.chosen),
        right_options=tuple(option for option in shown if option.right) if show_right and not marked.right else (),
        feedback_html=question.feedback if show_right or marked.right else "",
    )
