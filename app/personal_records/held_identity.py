"""Who a person is here: account, teams, devices."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Organisation, Person, Posting, Session, SignInToken, Team
from app.personal_records.sections import Section, section


def account_sections(person: Person, organisation: Organisation, now: datetime) -> list[Section]:
    return [
        _account(person, organisation),
        _postings(person.id),
        _devices(person.id, organisation, now),
        _ways_in(person.id, organisation),
    ]


def _account(person: Person, organisation: Organisation) -> Section:
    rights = (
        (person.is_trainer, _("trainer")),
        (person.is_lead, _("training lead")),
        (person.is_admin, _("admin")),
        (person.is_coordinator, _("partnership coordinator")),
    )
    rows = [
        (_("Name"), person.name),
        (_("Email address"), person.email),
        (_("Staff number"), person.staff_number),
        (_("Organisation"), organisation.name),
        (_("Rights"), ", ".join(name for held, name in rights if held) or _("none")),
        (_("May sign in"), person.is_active),
        (_("First signed in"), person.first_signed_in_on),
        (_("Last day"), person.last_day),
        (_("Reference, which never changes"), person.reference),
        (_("Password"), _("Kept as a hash only, which nobody can read back") if person.password_hash else _("None")),
        (_("Salt"), _("A random value that keeps the training log from telling who you are; never shown")),
    ]
    return section(_("You"), {"people"}, (_("What"), _("What we hold")), rows)


def _postings(person_id: int) -> Section:
    line_manager = aliased(Person)
    query = (
        select(
            Team.name,
            Posting.job,
            Posting.manages,
            Posting.is_customer_facing,
            Posting.employment,
            line_manager.name,
            Posting.starts_on,
            Posting.ends_on,
        )
        .join(Team, Team.id == Posting.team_id)
        .outerjoin(line_manager, line_manager.id == Posting.line_manager_id)
        .where(Posting.person_id == person_id)
        .order_by(Posting.starts_on, Posting.id)
    )
    header = (
        _("Team"),
        _("Job"),
        _("Manages"),
        _("Customer-facing"),
        _("Employed as"),
        _("Line manager"),
        _("From"),
        _("Last day"),
    )
    return section(_("Your teams"), {"postings"}, header, db.session.execute(query))


def _ways_in(person_id: int, organisation: Organisation) -> Section:
    query = (
        select(SignInToken.purpose, SignInToken.made_at, SignInToken.expires_at)
        .where(SignInToken.person_id == person_id)
        .order_by(SignInToken.id)
    )
    header = (_("For"), _("Made"), _("Ends"))
    note = _("Links and codes with which you can choose a password. Only a hash of each is kept.")
    rows = db.session.execute(query)
    return section(_("Links and codes"), {"sign_in_tokens"}, header, rows, time_zone=organisation.time_zone, note=note)


def _devices(person_id: int, organisation: Organisation, now: datetime) -> Section:
    query = (
        select(Session.device, Session.created_at, Session.seen_at, Session.expires_at)
        .where(Session.person_id == person_id)
        .order_by(Session.id)
    )
    header = (_("Device"), _("Signed in"), _("Last used"), _("Ends at the latest"))
    rows = db.session.execute(query)
    return section(_("Where you are signed in"), {"sessions"}, header, rows, time_zone=organisation.time_zone)
