"""What people completed, as it is recorded."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.ledger.certificates import issue, issue_all
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.writing import Line, Subject, append, append_all, subject_of
from app.models import Certificate, LogEntry, LogHead, Person
from app.rules.training_log import Kind

BY_THE_SERVICE = Origin()


def record_completion(
    person_id: int, completed: CourseCompleted, now: datetime, origin: Origin = BY_THE_SERVICE
) -> Certificate:
    """Append a completion to the log of the person's organisation and issue its certificate.

    Call it inside `app.database.writing()`, as everything here; the log's head is locked until that ends.
    """
    return issue(_record(person_id, completed, now, origin), now)


def record_completions(
    organisation_id: int, people: Sequence[Person], completed: CourseCompleted, now: datetime, origin: Origin
) -> list[Certificate]:
    """The same for different people who completed a course together, in their order and in a few statements."""
    lines = [Line(Kind.COMPLETION, subject_of(person), completed, origin) for person in people]
    count = append_all(organisation_id, lines, now)
    head = db.session.get_one(LogHead, organisation_id)
    newest = LogEntry.organisation_id == organisation_id, LogEntry.sequence > head.sequence - count
    entries = dict(db.session.execute(select(LogEntry.person_id, LogEntry.id).where(*newest)).tuples().all())
    return issue_all(organisation_id, [(entries[person.id], person) for person in people], now)


def recognise(person_id: int, completed: CourseCompleted, now: datetime, origin: Origin) -> LogEntry:
    """Append earlier learning that counts from now on. What was learnt elsewhere gets no certificate of ours."""
    return _record(person_id, completed, now, origin)


def import_completions(
    organisation_id: int, records: Iterable[tuple[Subject, CourseCompleted, Origin]], now: datetime
) -> int:
    """Append old records, which get no certificates, in flat memory; how many there were."""
    lines = (Line(Kind.IMPORT, subject, completed, origin) for subject, completed, origin in records)
    return append_all(organisation_id, lines, now)


def _record(person_id: int, completed: CourseCompleted, now: datetime, origin: Origin) -> LogEntry:
    person = db.session.get_one(Person, person_id)
    return append(person.organisation_id, Line(Kind.COMPLETION, subject_of(person), completed, origin), now)
