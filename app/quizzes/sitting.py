"""What happens to an attempt, each inside one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

from app.assignments.enrolling import enrol
from app.database import writing
from app.ledger.completions import record_completion
from app.ledger.entries import CourseCompleted
from app.quizzes import records
from app.quizzes.answers import Slip, read_choice
from app.quizzes.records import Sitting
from app.rules.attempts import AttemptRuling, rule_on_attempt
from app.rules.marking import mark
from app.rules.papers import draw_paper
from app.rules.validity import valid_until
from app.web import clock
from app.web.editions import PublishedEdition, edition
from app.web.enrolments import lock_learner
from app.web.printing import why_not_printed
from app.web.visitor import Visitor


def start(person: Visitor, published: PublishedEdition) -> int | AttemptRuling | None:
    """Begin an attempt or find the one that is open, and return its id.

    Where none may start, return the ruling that says when; None where the training does not need renewing yet.
    """
    with writing():
        lock_learner(person.id)
        enrolment = enrol(person, published.module_id, published.module.slug)
        if enrolment is None:
            return None
        open_id = records.open_attempt_id(enrolment.id)
        if open_id is not None:
            return open_id
        ruling = rule_on_attempt(published.quiz.limit, records.handed_in(enrolment.id), clock.now())
        if not ruling.may_start:
            return ruling
        paper = draw_paper(published.quiz, SystemRandom(), records.last_paper(enrolment.id))
        return records.add_attempt(enrolment.id, published.id, paper)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a sent answer: it is saved, or `slip` says what is wrong with it, or it came `too_late`.

    `questions` is how many there are on the paper.
    """

    questions: int
    slip: Slip | None = None
    too_late: bool = False


def answer(person: Visitor, attempt_id: int, position: int, values: Sequence[str]) -> Answered | None:
    """Save an answer as a browser sent it; None where the person has no such question."""
    with writing():
        sitting = records.lock_paper(attempt_id, person.id)
        item = sitting.paper.item(position) if sitting else None
        if sitting is None or item is None:
            return None
        if not sitting.is_open:
            return Answered(len(sitting.paper), too_late=True)
        several = edition(sitting.edition_id).quiz.question(item.question_id).several
        choice = read_choice(values, item, several=several)
        if isinstance(choice, Slip):
            return Answered(len(sitting.paper), slip=choice)
        records.save_answer(attempt_id, position, choice)
        return Answered(len(sitting.paper))


def hand_in(person: Visitor, attempt_id: int) -> None:
    """Mark an attempt on the paper that was shown; a pass goes into the training log. Again, it changes nothing.

    Typefaces are looked at before the transaction: reading them takes longer than anybody's lock should last.
    """
    is_unprintable = why_not_printed(person.name) is not None
    with writing():
        lock_learner(person.id)
        sitting = records.lock_sitting(attempt_id, person.id)
        if sitting is None or not sitting.is_open:
            return
        published = edition(sitting.edition_id)
        marked = mark(published.quiz, sitting.paper, sitting.answers)
        records.close_attempt(attempt_id, marked, clock.now())
        if marked.passed:
            _complete(person, sitting, published, is_unprintable=is_unprintable)


def _complete(person: Visitor, sitting: Sitting, published: PublishedEdition, *, is_unprintable: bool) -> None:
    module = published.module
    completed = CourseCompleted(
        course=module.slug,
        title=module.title,
        level=module.level,
        method="e-learning",
        edition=published.sha256,
        completed_on=person.today,
        valid_until=valid_until(person.today, module.valid_months),
    )
    certificate = record_completion(person.id, completed, clock.now())
    certificate.is_unprintable = is_unprintable
    records.complete_enrolment(sitting.enrolment_id, person.today, certificate.entry_id)
