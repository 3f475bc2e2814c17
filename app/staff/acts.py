"""What pages do to people: each is one change, inside the caller's `app.database.writing()`.

Whom it is about is read again inside it, so that what is written follows from what is so now. Each may raise Refused.
"""

from collections.abc import Collection
from datetime import date

from flask import abort
from flask_babel import gettext as _

from app.models import Absence, Exemption, Person, Posting
from app.rules.people import tidy
from app.rules.rights import Rights, may_change_rights, may_close
from app.staff.forms import NewPersonForm, PersonForm
from app.staffing import absences, exemptions, leaving, people, postings
from app.staffing.people import NewPerson
from app.staffing.postings import NewPosting
from app.staffing.refused import Refused
from app.web.visitor import Visitor


def add(by: Visitor, form: NewPersonForm) -> int:
    """The id of the new person, who has no password yet."""
    new = NewPerson(
        name=form.name.data,
        email=form.email.data,
        staff_number=form.staff_number.data,
        password_hash=None,
        rights=frozenset(right.value for right in form.chosen_rights()),
    )
    person = people.add_person(by.organisation.id, new, form.from_day.data)
    postings.post(person, form.posting(), form.from_day.data)
    return person.id


def change(by: Visitor, person_id: int, form: PersonForm, rights: Rights) -> None:
    person = someone(by, person_id)
    held, before = people.rights_of(someone(by, by.id)), people.rights_of(person)
    if not may_change_rights(held, before, rights, is_self=person_id == by.id):
        abort(403)
    if people.last_rights(person, before - rights):
        sentence = _("Nobody else here is an administrator or a training lead. Give somebody else the right first.")
        raise Refused(sentence, "rights")
    person.name = tidy(form.name.data)
    if form.email is not None:
        people.set_sign_in(person, form.email.data, form.staff_number.data)
    people.set_rights(person, rights)


def post(by: Visitor, person_id: int, new: NewPosting, day: date, *, besides: bool) -> None:
    postings.post(_here(by, person_id), new, day, besides=besides)


def end_posting(by: Visitor, person_id: int, posting_id: int, last_day: date) -> None:
    person = _here(by, person_id)
    postings.end_posting(person, _posting(person, posting_id), last_day)


def take_out_posting(by: Visitor, person_id: int, posting_id: int) -> None:
    person = someone(by, person_id)
    postings.take_out_posting(person, _posting(person, posting_id), by.today)


def leave(by: Visitor, person_id: int, last_day: date) -> None:
    if person_id == by.id:
        raise Refused(_("Ask another training lead or administrator to record that you leave"), "last_day")
    leaving.leave(_to_close(by, person_id), last_day, by.today)


def stay(by: Visitor, person_id: int, posting_ids: Collection[int]) -> None:
    leaving.stay(_to_close(by, person_id), posting_ids, by.today)


def come_back(by: Visitor, person_id: int, new: NewPosting, day: date) -> None:
    person = _to_close(by, person_id)
    if not leaving.has_left(person, by.today):
        raise Refused(_("They have not left"))
    leaving.come_back(person, new, day)


def be_away(by: Visitor, person_id: int, starts_on: date, ends_on: date | None) -> None:
    absences.be_away(_here(by, person_id), starts_on, ends_on)


def change_absence(by: Visitor, person_id: int, absence_id: int, starts_on: date, ends_on: date | None) -> None:
    person = someone(by, person_id)
    absences.change_absence(person, _absence(person, absence_id), starts_on, ends_on)


def take_out_absence(by: Visitor, person_id: int, absence_id: int) -> None:
    person = someone(by, person_id)
    absences.take_out_absence(person, _absence(person, absence_id))


def exempt(by: Visitor, person_id: int, requirement: str, days: tuple[date, date | None], route: str | None) -> None:
    exemptions.exempt(_here(by, person_id), requirement, *days, by.id, route=route)


def end_exemption(by: Visitor, person_id: int, exemption_id: int) -> None:
    person = someone(by, person_id)
    exemptions.end_exemption(person, _exemption(person, exemption_id), by.today)


def someone(by: Visitor, person_id: int) -> Person:
    return people.person_of(by.organisation.id, person_id) or abort(404)


def _to_close(by: Visitor, person_id: int) -> Person:
    """Somebody whose account the visitor may close or open."""
    person = someone(by, person_id)
    held = people.rights_of(someone(by, by.id))
    if not may_close(held, people.rights_of(person), is_self=person_id == by.id):
        raise Refused(_("They hold rights that are not yours to give. Ask an administrator to do this."))
    return person


def _here(by: Visitor, person_id: int) -> Person:
    person = someone(by, person_id)
    if leaving.has_left(person, by.today):
        raise Refused(_("They have left. Bring them back first."))
    return person


def _posting(person: Person, posting_id: int) -> Posting:
    found = (each for each in postings.postings_of(person.id) if each.id == posting_id)
    return next(found, None) or abort(404)


def _absence(person: Person, absence_id: int) -> Absence:
    return absences.absence_of(person.id, absence_id) or abort(404)


def _exemption(person: Person, exemption_id: int) -> Exemption:
    return exemptions.exemption_of(person.id, exemption_id) or abort(404)
