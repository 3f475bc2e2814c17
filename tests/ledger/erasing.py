"""Somebody of whom there is a trace in every table, and how to erase them."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from app.content.storage import quiz_from_json
from app.database import writing
from app.extensions import db
from app.ledger.affected import affected
from app.ledger.completions import recognise
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.erasures import erase
from app.models import (
    Absence,
    Answer,
    Attempt,
    Attendance,
    Edition,
    Enrolment,
    Exemption,
    LogEntry,
    OutgoingMail,
    Person,
    Posting,
    Programme,
    ProgrammeDraft,
    RecordView,
    Session,
    SignInToken,
    StagedImport,
    Team,
    TrainingSession,
)
from tests.factories import TeamFactory, complete, member_of

NAME = "Zuleika Quennell-Öström"
EMAIL = "zuleika.quennell@example.org"
NOTE = "Zuleika told us on the phone"
EVIDENCE = "zq-certificate.pdf"
JOB = "Xylophone repairs"
STAFF_NUMBER = "ZQ-90210"
AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Traces:
    """What must not be found any more, as it lies in files."""

    person_id: int
    organisation_id: int
    commitment: bytes
    token: str
    words: tuple[bytes, ...]


def leave_traces(edition_id: int | None = None) -> Traces:
    """A person with a row in every table that knows of people."""
    team: Team = TeamFactory()
    colleague = member_of(team, name="Cole Colleague")
    person = member_of(team, name=NAME, email=EMAIL, is_trainer=True)
    certificate = complete(person)
    with writing():
        db.session.scalars(select(Posting).where(Posting.person_id == person.id)).one().job = JOB
        _be_asked(person, colleague)
        _sit_tests(person.id, edition_id or db.session.scalars(select(Edition.id)).one())
        _be_recorded(person, colleague)
        _train_others(person, colleague)
    with writing():
        entry = recognise(person.id, EARLIER, AT, Origin(colleague.id, "equivalent-here", NOTE, EVIDENCE))
        recognise(colleague.id, EARLIER, AT, Origin(person.id, "equivalent-here", "Seen", "paper"))
    commitment = entry.commitment
    numbers = certificate.number, certificate.token
    words = (NAME, NAME.split()[0], EMAIL, NOTE, EVIDENCE, JOB, STAFF_NUMBER, person.reference, *numbers)
    as_bytes = (*(each.encode() for each in words), person.salt)
    found = Traces(person.id, person.organisation_id, commitment, certificate.token, as_bytes)
    db.session.rollback()
    return found


EARLIER = CourseCompleted("earlier", "Earlier course", 1, "recognition", "", date(2026, 3, 2), None)


def _sit_tests(person_id: int, edition_id: int) -> None:
    edition = db.session.get_one(Edition, edition_id)
    question = quiz_from_json(edition.quiz).questions[0]
    key = question.options[0].key
    enrolment = Enrolment(person_id=person_id, module_id=edition.module_id, number=1, started_on=AT.date())
    db.session.add(enrolment)
    db.session.flush()
    attempt = Attempt(
        enrolment_id=enrolment.id,
        edition_id=edition_id,
        number=1,
        paper=json.dumps([[question.id, [key]]]),
        handed_in_at=AT,
        right=0,
        passed=False,
    )
    db.session.add(attempt)
    db.session.flush()
    db.session.add(Answer(attempt_id=attempt.id, position=1, chosen=key))


def _be_recorded(person: Person, colleague: Person) -> None:
    facts = {"organisation_id": person.organisation_id, "on_day": AT.date()}
    db.session.add_all(
        [
            RecordView(viewer_id=colleague.id, person_id=person.id, what="record", **facts),
            RecordView(viewer_id=person.id, person_id=colleague.id, what="record", **facts),
            RecordView(viewer_id=person.id, what="list", **facts),
            Session(
                token_hash=secrets.token_bytes(32),
                person_id=person.id,
                device="Zuleika’s phone",
                created_at=AT,
                seen_at=AT,
                expires_at=AT + timedelta(days=1),
            ),
            StagedImport(
                organisation_id=person.organisation_id,
                made_by_id=colleague.id,
                made_at=AT,
                file_name="old.csv",
                sha256="5" * 64,
                content=f"{EMAIL};2026-01-01".encode(),
            ),
            StagedImport(
                organisation_id=person.organisation_id,
                made_by_id=person.id,
                made_at=AT,
                file_name="older.csv",
                sha256="6" * 64,
                entries=3,
                imported_on=AT.date(),
            ),
        ]
    )


def _train_others(person: Person, colleague: Person) -> None:
    session = TrainingSession(
        organisation_id=person.organisation_id,
        course="earlier",
        course_title="Earlier course",
        level=1,
        method="in person",
        held_on=AT.date(),
        place="Town hall",
        delivered_by=NAME.upper(),
        is_accredited=False,
        made_by_id=person.id,
        signed_at=AT,
        signed_name=NAME,
        signed_by_id=person.id,
    )
    db.session.add(session)
    db.session.flush()
    for each in (person, colleague):
        db.session.add(Attendance(session_id=session.id, person_id=each.id, attended="part"))


def erase_now(person_id: int, origin: Origin | None = None, at: datetime = AT) -> LogEntry:
    with writing():
        return erase(person_id, origin or Origin(), at)


def _be_asked(person: Person, colleague: Person) -> None:
    """To do something, not to do something else, while away; by mail and by link."""
    person.staff_number = STAFF_NUMBER
    posting = db.session.scalars(select(Posting).where(Posting.person_id == person.id)).one()
    posting.line_manager_id = colleague.id
    theirs = db.session.scalars(select(Posting).where(Posting.person_id == colleague.id)).one()
    theirs.line_manager_id = person.id
    db.session.add_all(
        [
            Absence(person_id=person.id, starts_on=date(2038, 3, 1), ends_on=date(2038, 3, 5)),
            Exemption(person_id=person.id, requirement="short", starts_on=date(2026, 3, 2), made_by_id=colleague.id),
            Programme(
                organisation_id=person.organisation_id,
                version=1,
                name="Training",
                source=ASKS_SHORT,
                applied_on=date(2026, 3, 2),
                applied_at=AT,
                applied_by_id=person.id,
            ),
            SignInToken(
                person_id=person.id,
                purpose="reset",
                token_hash=b"t" * 32,
                made_at=AT,
                expires_at=AT + timedelta(hours=1),
            ),
            _mail_to(person, "body", copy_to=None),
            _mail_to(colleague, "copied", copy_to=person.id),
            ProgrammeDraft(
                organisation_id=person.organisation_id, source=ASKS_SHORT, based_on=1, made_by_id=person.id, made_at=AT
            ),
        ]
    )
    affected([person.id])


ASKS_SHORT = """programme: Training
requirements:
  short:
    title: Short module
    who: everyone
    course: short
"""


def _mail_to(person: Person, key: str, copy_to: int | None) -> OutgoingMail:
    return OutgoingMail(
        organisation_id=person.organisation_id,
        person_id=person.id,
        copy_to_id=copy_to,
        about="reminder",
        key=key,
        subject="Your training",
        body=f"Hello {NAME}" if copy_to is None else "Hello",
        state="waiting",
        made_at=AT,
        next_try_at=AT,
    )
