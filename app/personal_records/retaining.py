"""What has been kept for as long as it should be, and taking it out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update

from app.extensions import db
from app.models import Answer, Attempt, Enrolment, Person, Posting, RecordView, Session, SignInTry, StagedImport
from app.rules.retention import CutOffs
from app.rules.sign_in import WINDOW
from app.web import clock

EMPTY_PAPER = "[]"
STAGED_FILES_KEPT = timedelta(days=1)
"""A file that nobody imports within a day is put in again when it is wanted."""


@dataclass(frozen=True, slots=True)
class Leaver:
    id: int
    name: str
    email: str
    last_day: date


@dataclass(frozen=True, slots=True)
class DueToGo:
    """What is older than its time: people by name, the rest by number."""

    leavers: tuple[Leaver, ...]
    tests: int
    unfinished: int
    looks: int
    sessions: int
    guesses: int
    files: int

    @property
    def is_empty(self) -> bool:
        counts = (self.tests, self.unfinished, self.looks, self.sessions, self.guesses, self.files)
        return not (self.leavers or any(counts))


def due_to_go(organisation_id: int, time_zone: str, cut: CutOffs, now: datetime) -> DueToGo:
    return DueToGo(
        leavers=tuple(_leavers(organisation_id, cut.leavers)),
        tests=_count(_old_tests(organisation_id, time_zone, cut.answers)),
        unfinished=_count(_never_handed_in(organisation_id, time_zone, cut.answers)),
        looks=_count(_old_looks(organisation_id, cut.looks)),
        sessions=_count(_old_sessions(organisation_id, now)),
        guesses=_count(SignInTry.at <= now - WINDOW),
        files=_count(_old_files(organisation_id, now)),
    )


def open_accounts_in_no_team(organisation_id: int, today: date) -> list[str]:
    """The addresses of those whose last posting is over and whose account was never closed: they are not leavers."""
    last_day = _last_day()
    query = select(Person.email).where(Person.organisation_id == organisation_id, _is_open(today), last_day < today)
    return [email for email in db.session.scalars(query.order_by(Person.email)) if email]


def closed_accounts_without_end(organisation_id: int) -> list[str]:
    """The addresses of those whose account is closed and who never had a posting, or have one that lasts."""
    closed = ~Person.is_active & Person.erased_on.is_(None)
    query = select(Person.email).where(Person.organisation_id == organisation_id, closed, _last_day().is_(None))
    return [email for email in db.session.scalars(query.order_by(Person.email)) if email]


def is_still_due(person_id: int, organisation_id: int, cut: CutOffs) -> bool:
    """Whether somebody is due to be erased, and stays so until the transaction ends. Call it inside `writing()`."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    return any(leaver.id == person_id for leaver in _leavers(organisation_id, cut.leavers))


def take_out(organisation_id: int, time_zone: str, cut: CutOffs, now: datetime) -> None:
    """Everything that is due but people, who are for `app.ledger.erasures`. Call it inside `writing()`."""
    old_tests = _old_tests(organisation_id, time_zone, cut.answers)
    db.session.execute(delete(Answer).where(Answer.attempt_id.in_(select(Attempt.id).where(old_tests))))
    db.session.execute(update(Attempt).where(old_tests).values(paper=EMPTY_PAPER))
    unfinished = _never_handed_in(organisation_id, time_zone, cut.answers)
    db.session.execute(delete(Answer).where(Answer.attempt_id.in_(select(Attempt.id).where(unfinished))))
    db.session.execute(delete(Attempt).where(Attempt.id.in_(select(Attempt.id).where(unfinished))))
    db.session.execute(delete(RecordView).where(_old_looks(organisation_id, cut.looks)))
    db.session.execute(delete(Session).where(_old_sessions(organisation_id, now)))
    db.session.execute(delete(SignInTry).where(SignInTry.at <= now - WINDOW))
    db.session.execute(delete(StagedImport).where(_old_files(organisation_id, now)))


def _leavers(organisation_id: int, cut_off: date | None) -> list[Leaver]:
    """Accounts that are closed, and whose every posting ended before the cut-off."""
    if cut_off is None:
        return []
    last_day = _last_day()
    query = select(Person.id, Person.name, Person.email, last_day).where(
        Person.organisation_id == organisation_id, ~_is_open(cut_off), Person.erased_on.is_(None), last_day < cut_off
    )
    rows = db.session.execute(query.order_by(Person.name, Person.id)).tuples()
    return [Leaver(each, name, email or "", day) for each, name, email, day in rows]


def _is_open(day: date) -> ColumnElement[bool]:
    """Whether the account may be used on a day."""
    return Person.is_active & or_(Person.last_day.is_(None), Person.last_day >= day)


def _last_day() -> Any:
    """Of a person's postings; NULL, which is before nothing, for somebody without any or with one that lasts."""
    lasts = exists().where(Posting.person_id == Person.id, Posting.ends_on.is_(None))
    ended = select(func.max(Posting.ends_on)).where(Posting.person_id == Person.id, ~lasts)
    return ended.correlate(Person).scalar_subquery()


def _old_tests(organisation_id: int, time_zone: str, cut_off: date | None) -> ColumnElement[bool]:
    if cut_off is None:
        return Attempt.id.is_(None)
    before = Attempt.handed_in_at < _midnight(cut_off, time_zone)
    mine = Attempt.enrolment_id.in_(_enrolments(organisation_id))
    return before & mine & (Attempt.paper != EMPTY_PAPER)


def _never_handed_in(organisation_id: int, time_zone: str, cut_off: date | None) -> ColumnElement[bool]:
    """When a test began is not kept: not before its enrolment, nor before the one ahead of it was handed in."""
    if cut_off is None:
        return Attempt.id.is_(None)
    since = select(Attempt.enrolment_id).where(Attempt.handed_in_at >= _midnight(cut_off, time_zone))
    begun = _enrolments(organisation_id).where(Enrolment.started_on < cut_off, Enrolment.id.not_in(since))
    return Attempt.handed_in_at.is_(None) & Attempt.enrolment_id.in_(begun)


def _enrolments(organisation_id: int) -> Select[tuple[int]]:
    mine = Person.organisation_id == organisation_id
    return select(Enrolment.id).join(Person, Person.id == Enrolment.person_id).where(mine)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), clock.zone(time_zone))


def _old_looks(organisation_id: int, cut_off: date | None) -> ColumnElement[bool]:
    mine = RecordView.organisation_id == organisation_id
    return RecordView.id.is_(None) if cut_off is None else mine & (RecordView.on_day < cut_off)


def _old_sessions(organisation_id: int, now: datetime) -> ColumnElement[bool]:
    people = select(Person.id).where(Person.organisation_id == organisation_id)
    return Session.person_id.in_(people) & (Session.expires_at <= now)


def _old_files(organisation_id: int, now: datetime) -> ColumnElement[bool]:
    waiting = StagedImport.imported_on.is_(None) & (StagedImport.made_at <= now - STAGED_FILES_KEPT)
    return (StagedImport.organisation_id == organisation_id) & waiting


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(condition)) or 0
