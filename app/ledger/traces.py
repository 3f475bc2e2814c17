"""Where a person leaves traces in the database, and how each is taken out."""

from datetime import date, datetime

from sqlalchemy import delete, or_, select, update

from app.extensions import db
from app.ledger.affected import affected
from app.models import (
    Absence,
    Answer,
    Assignment,
    AssignmentRefresh,
    Attempt,
    Attendance,
    Certificate,
    Enrolment,
    Exemption,
    LogEntry,
    OutgoingMail,
    Person,
    Posting,
    RecordView,
    Session,
    SignInToken,
    SignInTry,
    StagedImport,
    TrainingSession,
)
from app.rules.people import alike
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
    _forget_what_was_asked(person.id)
    _forget_mail(person.id)
    db.session.execute(delete(RecordView).where(RecordView.person_id == person.id))


def names_of(person: Person) -> frozenset[str]:
    """The name that they have, and those that they had on certificates, as `alike` makes them."""
    on_certificates = db.session.scalars(select(Certificate.name).where(Certificate.person_id == person.id))
    return frozenset(alike(name) for name in (person.name, *on_certificates) if name.strip())


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
    db.session.execute(delete(SignInToken).where(SignInToken.person_id == person_id))
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
    """Where they were and until when stays, their job and line manager do not; none lasts or is still to come."""
    mine = Posting.person_id == person_id
    db.session.execute(delete(Posting).where(mine, Posting.starts_on > today))
    db.session.execute(update(Posting).where(mine).values(job="", line_manager_id=None))
    reports = Posting.line_manager_id == person_id
    affected(db.session.scalars(select(Posting.person_id).where(reports)))
    db.session.execute(update(Posting).where(reports).values(line_manager_id=None))
    lasting = or_(Posting.ends_on.is_(None), Posting.ends_on > today)
    db.session.execute(update(Posting).where(mine, lasting).values(ends_on=today))


def _forget_what_was_asked(person_id: int) -> None:
    """What was asked of them, and whether it was done, stays for the counts of the past; why and where does not."""
    db.session.execute(delete(Absence).where(Absence.person_id == person_id))
    db.session.execute(delete(Exemption).where(Exemption.person_id == person_id))
    db.session.execute(delete(AssignmentRefresh).where(AssignmentRefresh.person_id == person_id))
    db.session.execute(update(Assignment).where(Assignment.person_id == person_id).values(job=""))


def _forget_mail(person_id: int) -> None:
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.person_id == person_id))
    copies = update(OutgoingMail).where(OutgoingMail.copy_to_id == person_id)
    db.session.execute(copies.values(copy_to_id=None))
