"""Everything that is held about a person as one file, for them alone."""

from datetime import datetime

from flask import render_template
from flask_babel import gettext as _

from app.extensions import db
from app.models import Organisation, Person
from app.personal_records.held_asked import asked_sections
from app.personal_records.held_identity import account_sections
from app.personal_records.held_looks import looks_sections
from app.personal_records.held_tests import tests_sections
from app.personal_records.held_training import training_sections
from app.personal_records.sections import Section
from app.web import clock

NOT_IN_THE_FILE = {
    "sign_in_tries": "Wrong guesses are kept for minutes under a keyed hash, which cannot be led back to anybody."
}
"""What is not linked to people in the database although it may be about them, with the reason."""


def file_about(person_id: int, now: datetime) -> str:
    """The whole file: HTML that loads nothing."""
    person = db.session.get_one(Person, person_id)
    organisation = db.session.get_one(Organisation, person.organisation_id)
    made_at = now.astimezone(clock.zone(organisation.time_zone))
    return render_template(
        "personal_records/everything_held.html",
        organisation=organisation.name,
        made_on=made_at.date(),
        sections=[each for each in sections_about(person, organisation, now) if each.rows or each.alone],
    )


def sections_about(person: Person, organisation: Organisation, now: datetime) -> list[Section]:
    return [
        *account_sections(person, organisation, now),
        *training_sections(person, organisation),
        *asked_sections(person, organisation),
        *tests_sections(person, organisation),
        *looks_sections(person, organisation, now),
        _elsewhere(),
    ]


def _elsewhere() -> Section:
    note = _(
        "Wrong passwords that were tried are counted for a few minutes under a code that cannot be led back to you. "
        "Backups hold the same as this file until they are overwritten. Files that your managers or training leads "
        "have downloaded, and mail, are theirs to answer for: ask them."
    )
    return Section(_("What is not in this file"), frozenset(), note=note, alone=True)
