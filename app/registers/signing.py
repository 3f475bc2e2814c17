"""Signing a register: those who attended in full get their entries and certificates, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from app.database import writing
from app.ledger.completions import record_completions
from app.ledger.entries import CourseCompleted, Origin
from app.models import TrainingSession
from app.registers import people, records
from app.registers.people import Line
from app.registers.records import Plan, SessionFacts
from app.rules.registers import Obstacle, State, Tally, seal, state_of, tally, why_not_signed
from app.rules.validity import valid_until
from app.web.printing import why_not_printed


@dataclass(frozen=True, slots=True)
class Register:
    """A session with the people on its register, as it is on a day."""

    session: SessionFacts
    lines: tuple[Line, ...]
    today: date

    @property
    def state(self) -> State:
        return state_of(self.session.plan.held_on, self.today, is_signed=self.session.is_signed)

    @property
    def tally(self) -> Tally:
        return tally(line.attendee for line in self.lines)

    @property
    def obstacle(self) -> Obstacle | None:
        return why_not_signed(self.state, self.tally)

    @property
    def seal(self) -> str:
        return seal(self.session.plan, self.tally)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, with which account, and the seal of the register that they were shown."""

    name: str
    person_id: int
    seal: str


def read(organisation_id: int, session_id: int, today: date) -> Register | None:
    session = records.find(organisation_id, session_id)
    return None if session is None else with_lines(session, today)


def with_lines(session: SessionFacts, today: date) -> Register:
    lines = people.lines_of(session.id, session.plan.course, session.plan.held_on)
    return Register(session, tuple(lines), today)


def sign(organisation_id: int, session_id: int, signature: Signature, today: date, now: datetime) -> bool:
    """Whether it is signed now by this. Not if it is signed already, or is not as it was shown, or cannot be signed.

    Typefaces are looked at before the transaction: reading them takes longer than anybody's lock should last.
    """
    shown = read(organisation_id, session_id, today)
    unprintable = {line.person_id for line in shown.lines if why_not_printed(line.name)} if shown else set()
    with writing():
        row = records.lock_unsigned(organisation_id, session_id)
        if row is None:
            return False
        people.lock(session_id)
        register = read(organisation_id, session_id, today)
        if register is None or register.obstacle or register.seal != signature.seal:
            return False
        record(row, register, signature, now, unprintable)
        return True


def record(
    row: TrainingSession, register: Register, signature: Signature, now: datetime, unprintable: set[int]
) -> None:
    """Write the entries and sign. Call it inside `app.database.writing()`."""
    plan = register.session.plan
    origin = Origin(recorded_by=signature.person_id, evidence=plan.evidence or None, session_id=row.id)
    completing = people.people_by_id(register.tally.completing)
    for certificate in record_completions(row.organisation_id, completing, completed(plan), now, origin):
        certificate.is_unprintable = certificate.person_id in unprintable
    records.sign(row, signature.name, signature.person_id, now)


def completed(plan: Plan) -> CourseCompleted:
    """What those who attended in full have completed."""
    return CourseCompleted(
        course=plan.course,
        title=plan.course_title,
        level=plan.level,
        method=plan.method,
        edition="",
        completed_on=plan.held_on,
        valid_until=valid_until(plan.held_on, plan.valid_months),
    )
