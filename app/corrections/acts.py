"""Recording a correction or a withdrawal, each in one transaction."""

from app.corrections.forms import CorrectionForm, WithdrawalForm
from app.corrections.records import EntryFacts
from app.database import writing
from app.ledger import corrections
from app.ledger.entries import CourseCompleted, Origin
from app.rules.corrections import Claim, Objection, last_day, object_to
from app.web import clock
from app.web.courses import CourseFacts, courses_of
from app.web.printing import why_not_printed
from app.web.visitor import Visitor


def correct(lead: Visitor, entry: EntryFacts, form: CorrectionForm) -> int | Objection:
    """The number of the new entry, or why there is none. Raises CannotCorrect."""
    course = courses_of(lead.organisation.id).get(form.course.data)
    old = Claim(entry.course, entry.method, entry.completed_on, entry.valid_until)
    new = form.claim(last_day(old, form.course.data, form.completed_on.data, course.valid_months if course else None))
    if objection := object_to(old, new, lead.today, restores=entry.is_withdrawal):
        return objection
    origin = Origin(
        recorded_by=lead.id,
        reason=form.reason.data,
        note=form.note.data,
        evidence=entry.evidence,
        session_id=entry.session_id,
    )
    completed, is_unprintable = _completed(entry, new, course), why_not_printed(entry.person_name) is not None
    with writing():
        return corrections.correct(
            lead.organisation.id, entry.sequence, completed, origin, clock.now(), is_unprintable=is_unprintable
        ).sequence


def withdraw(lead: Visitor, entry: EntryFacts, form: WithdrawalForm) -> int:
    """The number of the new entry. Raises CannotCorrect."""
    origin = Origin(recorded_by=lead.id, reason=form.reason.data, note=form.note.data)
    with writing():
        return corrections.withdraw(lead.organisation.id, entry.sequence, origin, clock.now()).sequence


def _completed(entry: EntryFacts, new: Claim, course: CourseFacts | None) -> CourseCompleted:
    """The course as it was when the old entry was written, unless it was another one."""
    if course is None or course.slug == entry.course:
        title, level, edition = entry.title, entry.level, entry.edition
    else:
        title, level, edition = course.title, course.level, ""
    return CourseCompleted(new.course, title, level, new.method, edition, new.completed_on, new.valid_until)
