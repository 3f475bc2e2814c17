"""Where a person leaves traces in the database, and how each is taken out."""

from datetime import date, datetime

from sqlalchemy import delete, or_, select, update

from app.extensions import db
from app.models import (
    Answer,
    Attempt,
    Attendance,
    Certificate,
    Enrolment,
    LogEntry,
    Person,
    Posting,
    RecordView,
    Session,
    SignInTry,
    StagedImport,
    TrainingSession,
)
from app.rules.sign_in import WINDOW


def overwrite_what_is_deleted() -> None:
    """Have SQLite fill with zeros what this connection deletes, rather than leave it lying about."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("PRAGMA secure_delete=ON").close()


def forget(person: Person, today: date, now: datetime) -> None:
    """Take out all that tells who a person was or what they did, except the row of their own."""
    names = names_of(person)
    _forget_tests(person.id)
    _forget_certificates(person.id)
    _forget_sign_ins(person.id, now)
    _forget_words_in_the_log(person.id)
    _forget_files(person.organisation_id)
    _leave_registers(person, names)
    _end_postings(person.id, today)
    db.session.execute(delete(RecordView).where(RecordView.person_id == person.id))


def names_of(person: Person) -> frozenset[str]:
    """The name that they have, and those that they had on certificates, as `alike` makes them."""
    on_certificates = db.session.scalars(select(Certificate.name).where(Certificate.person_id == person.id))
    return frozenset(alike(name) for name in (person.name, *on_certificates) if name.strip())


def alike(name: str) -> str:
    """What two ways of writing a name have in common that differ in spaces and capital letters only."""
    return " ".join(name.split()).casefold()


def _forget_tests(person_id: int) -> None:
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))
    db.session.execute(delete(Answer).where(Answer.attempt_id.in_(attempts)))
    db.session.execute(delete(Attempt).where(Attempt.enrolment_id.in_(enrolments)))
    db.session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))


def _forget_certificates(person_id: int) -> None:
    """Those that were issued in place of one another let go of one another first."""
    mine = Certificate.person_id == person_id
    theirs = Certificate.replaces_id.in_(select(Certificate.id).where(mine))
    db.session.execute(update(Certificate).where(or_(mine, theirs)).values(replaces_id=None))
    db.session.execute(delete(Certificate).where(mine))


def _forget_sign_ins(person_id: int, now: datetime) -> None:
    """Wrong guesses cannot be told apart by person, so all go that do not slow anybody down any more."""
    db.session.execute(delete(Session).where(Session.person_id == person_id))
    db.session.execute(delete(SignInTry).where(SignInTry.at <= now - WINDOW))


def _forget_words_in_the_log(person_id: int) -> None:
    mine = LogEntry.person_id == person_id, or_(LogEntry.note.is_not(None), LogEntry.evidence.is_not(None))
    db.session.execute(update(LogEntry).where(*mine).values(note=None, evidence=None))


def _forget_files(organisation_id: int) -> None:
    """A file that waits to be imported may name anybody, so it has to be put in again."""
    waiting = StagedImport.organisation_id == organisation_id, StagedImport.imported_on.is_(None)
    db.session.execute(delete(StagedImport).where(*waiting))
    held = StagedImport.organisation_id == organisation_id, StagedImport.content.is_not(None)
    db.session.execute(update(StagedImport).where(*held).values(content=None))


def _leave_registers(person: Person, names: frozenset[str]) -> None:
    """A register that is signed stays so, by nobody, and keeps its count; from others they are taken off.

    Who delivered it is free text: what is exactly their name goes.
    """
    mine = TrainingSession.organisation_id == person.organisation_id
    unsigned = select(TrainingSession.id).where(mine, TrainingSession.signed_at.is_(None))
    listed = Attendance.person_id == person.id, Attendance.session_id.in_(unsigned)
    db.session.execute(delete(Attendance).where(*listed))
    for session in db.session.scalars(select(TrainingSession).where(mine)):
        if session.signed_name is not None and _signed_by(session, person.id, names):
            session.signed_name = ""
        if alike(session.delivered_by) in names:
            session.delivered_by = ""


def _signed_by(session: TrainingSession, person_id: int, names: frozenset[str]) -> bool:
    """With their own account, or in their name with the account of somebody who is not called the same."""
    if session.signed_by_id == person_id:
        return True
    account = db.session.get(Person, session.signed_by_id) if session.signed_by_id else None
    is_a_namesake = account is not None and alike(account.name) in names
    return alike(session.signed_name or "") in names and not is_a_namesake


def _end_postings(person_id: int, today: date) -> None:
    """Where they were and until when stays, what their job was called does not; none lasts or is still to come."""
    mine = Posting.person_id == person_id
    db.session.execute(delete(Posting).where(mine, Posting.starts_on > today))
    db.session.execute(update(Posting).where(mine).values(job=""))
    lasting = or_(Posting.ends_on.is_(None), Posting.ends_on > today)
    db.session.execute(update(Posting).where(mine, lasting).values(ends_on=today))
