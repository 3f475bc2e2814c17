"""Writing mails from what is true now: right before they are sent, and for the preview."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.assignments.careers import CareerReader
from app.assignments.in_force import in_force
from app.extensions import db
from app.mailing.digests import digest_lines
from app.mailing.due_entry import due_entry, training_link
from app.mailing.mails import Mail
from app.mailing.recipients import Recipient, line_manager, recipient
from app.mailing.wording import digest_body, digest_subject, reminder_body, reminder_subject
from app.models import Organisation
from app.rules.programmes.assigning import Assignment, assign
from app.rules.reminders import may_be_asked_for, reminder_due
from app.web.scope import Scope, managed_by
from app.web.settings import settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is to be reminded of: a requirement that is due on a day; everything where both are None."""

    requirement: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """`told` is what of the wanted is in it. `scope` is whose training it shows to its recipient."""

    to: Recipient
    subject: str
    body: str
    copy_to: Recipient | None = None
    told: frozenset[Wanted] = frozenset()
    remember: date | None = None
    scope: Scope | None = None

    def as_mail(self, reference: str, now: datetime) -> Mail:
        copy_to = self.copy_to.email if self.copy_to else None
        calendar = None if self.remember is None else due_entry(reference, self.remember, now)
        return Mail(reference, self.to.email, self.subject, self.body, copy_to, calendar)


class Composer:
    """Writes the mails of one organisation on one day."""

    def __init__(self, organisation_id: int, today: date) -> None:
        self._organisation = db.session.get_one(Organisation, organisation_id).name
        self._organisation_id, self._today = organisation_id, today
        self._programme = in_force(organisation_id).programme
        self._reader = CareerReader(organisation_id)

    def reminder(self, person_id: int, wanted: Collection[Wanted]) -> Composed | None:
        """None where nothing of it is to be said any more, or nobody can be told."""
        to = recipient(person_id, self._organisation_id, self._today)
        if to is None:
            return None
        career = self._reader.read([person_id])[person_id]
        found = {each: self._meant(each, assign(career, self._programme, self._today)) for each in wanted}
        asked = {one.requirement.key: one for several in found.values() for one in several}
        if not asked:
            return None
        return self._reminder(to, list(asked.values()), frozenset(each for each in wanted if found[each]))

    def digest(self, manager_id: int) -> Composed | None:
        to = recipient(manager_id, self._organisation_id, self._today)
        if to is None:
            return None
        scope = managed_by(manager_id, self._organisation_id, self._today)
        lines = digest_lines(manager_id, scope, self._reader, self._programme)
        if not lines:
            return None
        body = digest_body(to.name, self._organisation, lines, self._today, f"{settings().public_url}/team")
        return Composed(to, digest_subject(), body, scope=scope)

    def _meant(self, wanted: Wanted, assignments: Sequence[Assignment]) -> list[Assignment]:
        if wanted.requirement is None:
            return [each for each in assignments if may_be_asked_for(each, self._today)]
        return [
            each
            for each in assignments
            if (each.requirement.key, each.due_on) == (wanted.requirement, wanted.due_on)
            and reminder_due(each, self._today)
        ]

    def _reminder(self, to: Recipient, asked: list[Assignment], told: frozenset[Wanted]) -> Composed:
        asked.sort(key=lambda each: (each.due_on or date.max, each.requirement.key))
        steps = [reminder_due(each, self._today) for each in asked]
        is_copied = any(step is not None and step.copied for step in steps)
        manager = line_manager(to.id, self._organisation_id, self._today) if is_copied else None
        body = reminder_body(
            to.name, self._organisation, asked, self._today, training_link(), copied=manager is not None
        )
        days = [each.due_on for each in asked if each.due_on is not None and each.due_on >= self._today]
        return Composed(to, reminder_subject(), body, manager, told, min(days, default=None))
