"""Who a person is here: account, teams, devices."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.models import Organisation, Person, Posting, Session, Team
from app.personal_records.sections import Section, section


def account_sections(person: Person, organisation: Organisation, now: datetime) -> list[Section]:
    return [_account(person, organisation), _postings(person.id), _devices(person.id, organisation, now)]


def _account(person: Person, organisation: Organisation) -> Section:
    rights = ((person.is_trainer, _("trainer")), (person.is_lead, _("training lead")), (person.is_admin, _("admin")))
    rows = [
        (_("Name"), person.name),
        (_("Email address"), person.email),
        (_("Organisation"), organisation.name),
        (_("Rights"), ", ".join(name for held, name in rights if held) or _("none")),
        (_("May sign in"), person.is_active),
        (_("Reference, which never changes"), person.reference),
        (_("Password"), _("Kept as a hash only, which nobody can read back") if person.password_hash else _("None")),
        (_("Salt"), _("A random value that keeps the training log from telling who you are; never shown")),
    ]
    return section(_("You"), {"people"}, (_("What"), _("What we hold")), rows)


def _postings(person_id: int) -> Section:
    query = (
        select(Team.name, Posting.job, Posting.manages, Posting.starts_on, Posting.ends_on)
        .join(Team, Team.id == Posting.team_id)
        .where(Posting.person_id == person_id)
        .order_by(Posting.starts_on, Posting.id)
    )
    header = (_("Team"), _("Job"), _("Manages"), _("From"), _("Last day"))
    return section(_("Your teams"), {"postings"}, header, db.session.execute(query))


def _devices(person_id: int, organisation: Organisation, now: datetime) -> Section:
    query = (
        select(Session.device, Session.created_at, Session.seen_at, Session.expires_at)
        .where(Session.person_id == person_id)
        .order_by(Session.id)
    )
    header = (_("Device"), _("Signed in"), _("Last used"), _("Ends at the latest"))
    rows = db.session.execute(query)
    return section(_("Where you are signed in"), {"sessions"}, header, rows, time_zone=organisation.time_zone)
