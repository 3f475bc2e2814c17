"""Whether a learner may sit a test now, and if not, since when or until when."""

from dataclasses import dataclass
from datetime import date

from app.assignments.enrolling import opens_again_on
from app.quizzes import records
from app.quizzes.records import Pass
from app.rules.attempts import AttemptRuling, rule_on_attempt
from app.rules.validity import may_enrol
from app.web import clock
from app.web.editions import edition
from app.web.enrolments import Place, latest_completion
from app.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """`open_id` is the attempt that is under way, and `ruling` the rule on another one.

    `ruling` is None where the learner has `passed` and cannot renew yet: from `renewal_opens_on`, or never if None.
    """

    open_id: int | None = None
    ruling: AttemptRuling | None = None
    passed: Pass | None = None
    renewal_opens_on: date | None = None


def next_attempt(person: Visitor, place: Place) -> NextAttempt:
    """What the test of a module holds for a person who is at `place` in it."""
    if place.enrolment_id is not None and place.completed_on is not None:
        slug = edition(place.edition_id).module.slug
        latest = latest_completion(person.id, slug)
        if latest is not None and not may_enrol(True, latest, person.today):
            opens_on = opens_again_on(person, slug, latest)
            if opens_on is None or opens_on > person.today:
                return NextAttempt(passed=records.find_pass(place.enrolment_id), renewal_opens_on=opens_on)
    open_enrolment = place.enrolment_id if place.is_open else None
    handed_in = records.handed_in(open_enrolment) if open_enrolment else ()
    return NextAttempt(
        open_id=records.open_attempt_id(open_enrolment) if open_enrolment else None,
        ruling=rule_on_attempt(edition(place.edition_id).quiz.limit, handed_in, clock.now()),
    )
