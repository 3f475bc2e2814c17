"""What is recorded about a person's training, and what they recorded about that of others."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Attendance, Certificate, LogEntry, Organisation, Person, StagedImport, TrainingSession
from app.personal_records.sections import Section, section
from app.web.log_wording import KINDS, METHODS


def training_sections(person: Person, organisation: Organisation) -> list[Section]:
    return [
        _entries(person.id, organisation),
        _certificates(person.id),
        _attendances(person.id),
        _sessions_given(person.id, organisation),
        _recorded_for_others(person.id, organisation),
        _imports(person.id, organisation),
    ]


def _entries(person_id: int, organisation: Organisation) -> Section:
    recorder = aliased(Person)
    query = (
        select(LogEntry, recorder.name)
        .outerjoin(recorder, recorder.id == LogEntry.recorded_by_id)
        .where(LogEntry.person_id == person_id)
        .order_by(LogEntry.sequence)
    )
    header = (
        *(_("Entry"), _("What it says"), _("Course"), _("Level"), _("How"), _("Completed on"), _("Valid until")),
        *(_("Recorded"), _("By"), _("In place of entry"), _("Reason"), _("Note"), _("Evidence"), _("Session")),
        *(_("Edition"), _("Code that stands for you")),
    )
    rows = (_entry(entry, name) for entry, name in db.session.execute(query).tuples())
    note = _("Your entries in the training log. What was corrected stays beside what it was corrected to.")
    zone = organisation.time_zone
    return section(_("Your training"), {"log_entries"}, header, rows, note=note, time_zone=zone)


def _entry(entry: LogEntry, recorded_by: str | None) -> tuple[Any, ...]:
    by = _("the service") if recorded_by is None else recorded_by or _("somebody who has been removed")
    return (
        *(entry.sequence, KINDS.get(entry.kind, entry.kind), entry.course_title, entry.level),
        *(METHODS.get(entry.method, entry.method), entry.completed_on, entry.valid_until, entry.recorded_at, by),
        *(entry.corrects, entry.reason, entry.note, entry.evidence, entry.session_id),
        *(entry.edition[:12], entry.commitment.hex()),
    )


def _certificates(person_id: int) -> Section:
    before = aliased(Certificate)
    query = (
        select(
            *(Certificate.number, LogEntry.course_title, Certificate.name, Certificate.organisation_name),
            *(Certificate.issued_on, before.number, Certificate.token, Certificate.is_unprintable),
        )
        .join(LogEntry, LogEntry.id == Certificate.entry_id)
        .outerjoin(before, before.id == Certificate.replaces_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id)
    )
    header = (
        *(_("Number"), _("Course"), _("Name on it"), _("Organisation on it"), _("Issued on"), _("In place of")),
        *(_("Code to check it with"), _("Could not be drawn as a PDF")),
    )
    return section(_("Your certificates"), {"certificates"}, header, db.session.execute(query))


def _attendances(person_id: int) -> Section:
    query = (
        select(
            *(TrainingSession.course_title, TrainingSession.held_on, TrainingSession.place),
            *(TrainingSession.delivered_by, Attendance.attended),
        )
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(Attendance.person_id == person_id)
        .order_by(TrainingSession.held_on, TrainingSession.id)
    )
    words = {"full": _("in full"), "part": _("in part"), "absent": _("did not come")}
    rows = ((*facts, words.get(attended or "", _("not marked yet"))) for *facts, attended in db.session.execute(query))
    header = (_("Course"), _("Held on"), _("Place"), _("Given by"), _("Attended"))
    return section(_("Sessions that you were down for"), {"attendances"}, header, rows)


def _sessions_given(person_id: int, organisation: Organisation) -> Section:
    mine = or_(TrainingSession.made_by_id == person_id, TrainingSession.signed_by_id == person_id)
    query = (
        select(
            *(TrainingSession.course_title, TrainingSession.held_on, TrainingSession.place),
            *(TrainingSession.delivered_by, TrainingSession.made_by_id == person_id),
            *(TrainingSession.signed_by_id == person_id, TrainingSession.signed_name, TrainingSession.signed_at),
        )
        .where(mine)
        .order_by(TrainingSession.id)
    )
    header = (
        *(_("Course"), _("Held on"), _("Place"), _("Given by"), _("Set up by you"), _("Signed by you")),
        *(_("Name that it was signed with"), _("Signed")),
    )
    title, zone = _("Sessions that you set up or signed"), organisation.time_zone
    return section(title, {"training_sessions"}, header, db.session.execute(query), time_zone=zone)


def _recorded_for_others(person_id: int, organisation: Organisation) -> Section:
    columns = (LogEntry.sequence, LogEntry.kind, LogEntry.course_title, LogEntry.recorded_at)
    query = select(*columns).where(LogEntry.recorded_by_id == person_id).order_by(LogEntry.sequence)
    header = (_("Entry"), _("What it says"), _("Course"), _("Recorded"))
    rows = (
        (number, KINDS.get(kind, kind), title, at) for number, kind, title, at in db.session.execute(query).tuples()
    )
    note, zone = _("Whom they are about is not said here: that is theirs."), organisation.time_zone
    return section(_("Entries that you recorded"), {"log_entries"}, header, rows, note=note, time_zone=zone)


def _imports(person_id: int, organisation: Organisation) -> Section:
    columns = (StagedImport.file_name, StagedImport.made_at, StagedImport.entries, StagedImport.imported_on)
    query = select(*columns).where(StagedImport.made_by_id == person_id).order_by(StagedImport.id)
    header = (_("File"), _("Put in"), _("Entries"), _("Imported on"))
    title, rows = _("Files of older records that you put in"), db.session.execute(query)
    return section(title, {"staged_imports"}, header, rows, time_zone=organisation.time_zone)
