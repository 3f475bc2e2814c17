"""What a person has to do and has done, and their place in a module."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.ledger.standing import counts, is_current, is_replaced
from app.models import (
    Asset,
    Attempt,
    Attendance,
    Certificate,
    Enrolment,
    LogEntry,
    Module,
    TrainingSession,
)
from app.rules.registers import Attended
from app.rules.training_log import Kind, Method
from app.rules.validity import Completion


@dataclass(frozen=True, slots=True)
class Done:
    """A completion as its owner sees it; not every method gives a certificate."""

    course: str
    title: str
    method: str
    completed_on: date
    valid_until: date | None
    certificate_number: str | None
    kind: str = Kind.COMPLETION

    @property
    def was_put_right(self) -> bool:
        return self.kind == Kind.CORRECTION

    @property
    def was_passed(self) -> bool:
        """By a test; what is learnt together has none."""
        return self.method == Method.E_LEARNING

    @property
    def completion(self) -> Completion:
        return Completion(self.course, self.completed_on, self.valid_until)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A completion that does not count any more."""

    title: str
    completed_on: date
    certificate_number: str | None


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """A session whose register a person is on, and that has not given them a completion.

    `is_signed` says that it will not: they attended it in part.
    """

    course: str
    title: str
    held_on: date
    place: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An open enrolment: the lessons read, and the attempt that is not handed in yet."""

    lessons_read: tuple[str, ...]
    open_attempt_id: int | None


def completions_of(person_id: int) -> list[Done]:
    """Everything that a person has completed and that counts, newest first."""
    query = (
        select(
            LogEntry.course,
            LogEntry.course_title,
            LogEntry.method,
            LogEntry.completed_on,
            LogEntry.valid_until,
            Certificate.number,
            LogEntry.kind,
        )
        .outerjoin(Certificate, and_(Certificate.entry_id == LogEntry.id, is_current()))
        .where(LogEntry.person_id == person_id, counts(LogEntry))
        .order_by(LogEntry.completed_on.desc(), LogEntry.sequence.desc())
    )
    return [Done(*row) for row in db.session.execute(query)]


def withdrawals_of(person_id: int) -> list[Withdrawal]:
    """What a person had completed and was taken back, newest first, until somebody takes that back."""
    withdrawn = aliased(LogEntry)
    query = (
        select(LogEntry.course_title, LogEntry.completed_on, Certificate.number)
        .join(
            withdrawn,
            and_(withdrawn.organisation_id == LogEntry.organisation_id, withdrawn.sequence == LogEntry.corrects),
        )
        .outerjoin(Certificate, and_(Certificate.entry_id == withdrawn.id, is_current()))
        .where(LogEntry.person_id == person_id, LogEntry.kind == Kind.WITHDRAWAL, ~is_replaced(LogEntry))
        .order_by(LogEntry.sequence.desc())
    )
    return [Withdrawal(*row) for row in db.session.execute(query)]


def sessions_of(person_id: int) -> list[SessionPlace]:
    """Sessions that are coming, or wait for a signature, and those attended in part of what is not completed since."""
    completed = exists().where(
        LogEntry.person_id == person_id,
        LogEntry.course == TrainingSession.course,
        LogEntry.completed_on >= TrainingSession.held_on,
        counts(LogEntry),
    )
    is_signed = TrainingSession.signed_at.is_not(None)
    may_come = and_(~is_signed, or_(Attendance.attended.is_(None), Attendance.attended != Attended.ABSENT))
    query = (
        select(
            TrainingSession.course,
            TrainingSession.course_title,
            TrainingSession.held_on,
            TrainingSession.place,
            is_signed,
        )
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(
            Attendance.person_id == person_id,
            or_(may_come, and_(is_signed, Attendance.attended == Attended.PART, ~completed)),
        )
        .order_by(TrainingSession.held_on, TrainingSession.id)
    )
    return [SessionPlace(*row) for row in db.session.execute(query).tuples()]


def under_way(person_id: int) -> dict[str, UnderWay]:
    """A person's open enrolments by module."""
    query = (
        select(Module.slug, Enrolment.lessons_read, Attempt.id)
        .join(Module, Module.id == Enrolment.module_id)
        .outerjoin(Attempt, (Attempt.enrolment_id == Enrolment.id) & Attempt.handed_in_at.is_(None))
        .where(Enrolment.person_id == person_id, Enrolment.completed_on.is_(None))
    )
    return {slug: UnderWay(tuple(json.loads(read)), attempt) for slug, read, attempt in db.session.execute(query)}


def mark_read(enrolment: Enrolment, lesson: str) -> None:
    read = json.loads(enrolment.lessons_read)
    if lesson not in read:
        enrolment.lessons_read = json.dumps([*read, lesson])


def asset(sha256: str) -> Asset | None:
    return db.session.get(Asset, sha256)
