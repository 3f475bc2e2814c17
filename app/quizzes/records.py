"""Attempts and answers in the database."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, text

from app.extensions import db
from app.ledger.corrections import what_became_of
from app.ledger.standing import is_current, is_replaced
from app.models import Answer, Attempt, Certificate, Enrolment, LogEntry
from app.rules.marking import Answers, Mark
from app.rules.papers import Paper, PaperItem
from app.rules.training_log import SAYS_COMPLETED

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as its owner works on it. `right` and `passed` are None until it is handed in."""

    attempt_id: int
    enrolment_id: int
    edition_id: int
    number: int
    paper: Paper
    answers: Answers
    handed_in_at: datetime | None
    right: int | None
    passed: bool | None

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Positions without an answer, counted from 1."""
        return tuple(n for n in range(1, len(self.paper) + 1) if not self.answers.get(n))


@dataclass(frozen=True, slots=True)
class Pass:
    """What a passed enrolment gave: its certificate, and the last day that it counts, None when it never runs out.

    `counts` is False where the completion was withdrawn.
    """

    certificate_number: str | None
    valid_until: date | None
    counts: bool


_attempts, _enrolments, _answers = Attempt.__table__, Enrolment.__table__, Answer.__table__

_sitting = (
    select(
        _attempts.c.id,
        _attempts.c.enrolment_id,
        _attempts.c.edition_id,
        _attempts.c.number,
        _attempts.c.paper,
        _attempts.c.handed_in_at,
        _attempts.c.right,
        _attempts.c.passed,
    )
    .select_from(_attempts.join(_enrolments, _enrolments.c.id == _attempts.c.enrolment_id))
    .where(_attempts.c.id == bindparam("attempt_id"), _enrolments.c.person_id == bindparam("person_id"))
)
_locked_sitting = _sitting.with_for_update(of=_attempts)
_answers_of = select(_answers.c.position, _answers.c.chosen).where(_answers.c.attempt_id == bindparam("attempt_id"))


def find_sitting(attempt_id: int, person_id: int) -> Sitting | None:
    """A person's own attempt with its answers; None for anybody else's."""
    return _find(_sitting, attempt_id, person_id)


def lock_sitting(attempt_id: int, person_id: int) -> Sitting | None:
    """The same, held until the transaction ends."""
    return _find(_locked_sitting, attempt_id, person_id)


def lock_paper(attempt_id: int, person_id: int) -> Sitting | None:
    """The same as `lock_sitting`, with no answers in it: saving one needs none of the others."""
    return _find(_locked_sitting, attempt_id, person_id, with_answers=False)


def _find(query: Select[Any], attempt_id: int, person_id: int, *, with_answers: bool = True) -> Sitting | None:
    if attempt_id > LARGEST_ID:
        return None
    connection = db.session.connection()
    row = connection.execute(query, {"attempt_id": attempt_id, "person_id": person_id}).first()
    if row is None:
        return None
    answers = connection.execute(_answers_of, {"attempt_id": attempt_id}) if with_answers else ()
    return Sitting(
        attempt_id=row[0],
        enrolment_id=row[1],
        edition_id=row[2],
        number=row[3],
        paper=read_paper(row[4]),
        answers={position: frozenset(chosen.split(",")) for position, chosen in answers if chosen},
        handed_in_at=row[5],
        right=row[6],
        passed=row[7],
    )


def read_paper(stored: str) -> Paper:
    return Paper(tuple(PaperItem(question, tuple(keys)) for question, keys in json.loads(stored)))


def write_paper(paper: Paper) -> str:
    return json.dumps([[item.question_id, item.option_keys] for item in paper.items])


def open_attempt_id(enrolment_id: int) -> int | None:
    query = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id, Attempt.handed_in_at.is_(None))
    return db.session.scalar(query)


def handed_in(enrolment_id: int) -> tuple[datetime, ...]:
    """When the attempts of an enrolment were handed in, oldest first."""
    query = select(Attempt.handed_in_at).where(Attempt.enrolment_id == enrolment_id, Attempt.handed_in_at.is_not(None))
    return tuple(at for at in db.session.scalars(query.order_by(Attempt.number)) if at)


def last_paper(enrolment_id: int) -> Paper | None:
    query = select(Attempt.paper).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.number.desc()).limit(1)
    paper = db.session.scalar(query)
    return None if paper is None else read_paper(paper)


def add_attempt(enrolment_id: int, edition_id: int, paper: Paper) -> int:
    number = db.session.scalar(select(func.count()).where(Attempt.enrolment_id == enrolment_id)) or 0
    attempt = Attempt(enrolment_id=enrolment_id, edition_id=edition_id, number=number + 1, paper=write_paper(paper))
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


_keep_answer = text(
    "INSERT INTO answers (attempt_id, position, chosen) VALUES (:attempt_id, :position, :chosen)"
    " ON CONFLICT (attempt_id, position) DO UPDATE SET chosen = excluded.chosen"
)
"""Written out because both databases read it and SQLAlchemy compiles its own form of it anew each time."""


def save_answer(attempt_id: int, position: int, chosen: frozenset[str]) -> None:
    """Keep the newest answer to a question."""
    values = {"attempt_id": attempt_id, "position": position, "chosen": ",".join(sorted(chosen))}
    db.session.connection().execute(_keep_answer, values)


def close_attempt(attempt_id: int, mark: Mark, now: datetime) -> None:
    attempt = db.session.get_one(Attempt, attempt_id)
    attempt.handed_in_at, attempt.right, attempt.passed = now, mark.right, mark.passed


def complete_enrolment(enrolment_id: int, completed_on: date, entry_id: int) -> None:
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    enrolment.completed_on, enrolment.entry_id = completed_on, entry_id


def find_pass(enrolment_id: int) -> Pass | None:
    """What an enrolment ended with, as the log has it now; None while it is open."""
    query = select(LogEntry, is_replaced(LogEntry)).join(Enrolment, Enrolment.entry_id == LogEntry.id)
    row = db.session.execute(query.where(Enrolment.id == enrolment_id)).first()
    if row is None:
        return None
    entry = what_became_of(row[0]) if row[1] else row[0]
    certificates = select(Certificate.number).where(Certificate.entry_id == entry.id, is_current())
    return Pass(db.session.scalar(certificates), entry.valid_until, counts=entry.kind in SAYS_COMPLETED)
