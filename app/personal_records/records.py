"""A person's training record, as a manager or a training lead may see it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.ledger.standing import counts, is_current, is_superseded
from app.models import Attendance, Certificate, LogEntry, Person, TrainingSession
from app.rules.training_log import SAYS_COMPLETED, Kind
from app.rules.validity import Standing, standing


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry of the log about a person. `state` is None for what takes something back.

    `recorded_by` is None where the service recorded a test that was passed, empty where it was somebody erased.
    """

    sequence: int
    kind: str
    title: str
    level: int
    method: str
    completed_on: date
    valid_until: date | None
    recorded_by: str | None
    corrects: int | None
    state: Standing | None

    @property
    def leads(self) -> bool:
        """Whether it says where the person stands with the course."""
        return self.state in {Standing.VALID, Standing.EXPIRED}


@dataclass(frozen=True, slots=True)
class NumberedCertificate:
    """`is_current` says that no other was issued in its place."""

    number: str
    title: str
    issued_on: date
    is_current: bool


@dataclass(frozen=True, slots=True)
class AttendedSession:
    title: str
    held_on: date
    place: str


def entries_about(person_id: int, today: date) -> list[RecordedEntry]:
    """All that was ever recorded about a person's training, the newest completion first."""
    recorder = aliased(Person)
    query = (
        select(LogEntry, recorder.name, counts(LogEntry), is_superseded(LogEntry))
        .outerjoin(recorder, recorder.id == LogEntry.recorded_by_id)
        .where(LogEntry.person_id == person_id, LogEntry.kind != Kind.ERASURE)
        .order_by(LogEntry.completed_on.desc(), LogEntry.sequence.desc())
    )
    return [_recorded(*row, today=today) for row in db.session.execute(query).tuples()]


def _recorded(
    entry: LogEntry, recorded_by: str | None, does_count: bool, superseded: bool, *, today: date
) -> RecordedEntry:
    state = standing(entry.valid_until, today, superseded=superseded, withdrawn=not does_count)
    return RecordedEntry(
        sequence=entry.sequence,
        kind=entry.kind,
        title=entry.course_title,
        level=entry.level,
        method=entry.method,
        completed_on=entry.completed_on,
        valid_until=entry.valid_until,
        recorded_by=recorded_by,
        corrects=entry.corrects,
        state=state if entry.kind in SAYS_COMPLETED else None,
    )


def certificates_of(person_id: int) -> list[NumberedCertificate]:
    query = (
        select(Certificate.number, LogEntry.course_title, Certificate.issued_on, is_current())
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id.desc())
    )
    return [NumberedCertificate(*row) for row in db.session.execute(query).tuples()]


def attended_in_part(person_id: int) -> list[AttendedSession]:
    """Sessions that a person was at for a part; those attended in full have their entries."""
    query = (
        select(TrainingSession.course_title, TrainingSession.held_on, TrainingSession.place)
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(Attendance.person_id == person_id, Attendance.attended == "part")
        .order_by(TrainingSession.held_on.desc(), TrainingSession.id.desc())
    )
    return [AttendedSession(*row) for row in db.session.execute(query).tuples()]
