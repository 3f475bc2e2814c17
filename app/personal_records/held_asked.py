"""What was asked of a person: absences, exemptions, assignments, and the mail about them."""

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.extensions import db
from app.models import (
    Absence,
    Assignment,
    AssignmentRefresh,
    Exemption,
    Organisation,
    OutgoingMail,
    Person,
    Programme,
    ProgrammeDraft,
)
from app.personal_records.sections import Section, section


def asked_sections(person: Person, organisation: Organisation) -> list[Section]:
    return [
        _absences(person.id),
        _exemptions(person.id),
        _assignments(person.id),
        _refresh(person.id),
        _mail(person.id, organisation),
        _programmes(person.id),
        _drafts(person.id),
    ]


def _absences(person_id: int) -> Section:
    query = select(Absence.starts_on, Absence.ends_on).where(Absence.person_id == person_id)
    note = _("Nothing falls due while you are away. Why you are away is not kept.")
    header = (_("From"), _("Last day"))
    return section(_("When you are away"), {"absences"}, header, db.session.execute(query), note=note)


def _exemptions(person_id: int) -> Section:
    query = select(Exemption.requirement, Exemption.route, Exemption.starts_on, Exemption.ends_on).where(
        Exemption.person_id == person_id
    )
    note = _("What is not asked of you, or asked in another way. Why is not kept.")
    header = (_("Requirement"), _("Course instead"), _("From"), _("Last day"))
    return section(_("Other ways for you"), {"exemptions"}, header, db.session.execute(query), note=note)


def _assignments(person_id: int) -> Section:
    query = (
        select(
            Assignment.requirement,
            Assignment.strength,
            Assignment.bound_since,
            Assignment.due_on,
            Assignment.done_on,
            Assignment.known_from,
            Assignment.known_to,
        )
        .where(Assignment.person_id == person_id)
        .order_by(Assignment.requirement, Assignment.known_from)
    )
    header = (
        _("Requirement"),
        _("How much is asked"),
        _("Since"),
        _("Due"),
        _("Done"),
        _("Known from"),
        _("Known until"),
    )
    return section(_("What is and was asked of you"), {"assignments"}, header, db.session.execute(query))


def _refresh(person_id: int) -> Section:
    query = select(AssignmentRefresh.refresh_on).where(AssignmentRefresh.person_id == person_id)
    header = (_("Next worked out on"),)
    return section(_("When this changes by itself"), {"assignment_refreshes"}, header, db.session.execute(query))


def _mail(person_id: int, organisation: Organisation) -> Section:
    query = (
        select(OutgoingMail.subject, OutgoingMail.state, OutgoingMail.made_at, OutgoingMail.sent_at)
        .where(or_(OutgoingMail.person_id == person_id, OutgoingMail.copy_to_id == person_id))
        .order_by(OutgoingMail.id)
    )
    header = (_("Subject"), _("State"), _("Written"), _("Sent"))
    rows = db.session.execute(query)
    return section(_("Mail to you"), {"outgoing_mails"}, header, rows, time_zone=organisation.time_zone)


def _programmes(person_id: int) -> Section:
    query = (
        select(Programme.name, Programme.version, Programme.applied_on)
        .where(Programme.applied_by_id == person_id)
        .order_by(Programme.id)
    )
    header = (_("Name"), _("Version"), _("Put in force on"))
    return section(_("Programmes that you put in force"), {"programmes"}, header, db.session.execute(query))


def _drafts(person_id: int) -> Section:
    query = select(ProgrammeDraft.made_at).where(ProgrammeDraft.made_by_id == person_id)
    return section(
        _("Drafts of programmes that you wrote"), {"programme_drafts"}, (_("Written"),), db.session.execute(query)
    )
