"""Times away from work. Why is never asked and never kept. All of this is called inside `app.database.writing()`."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ledger.affected import affected
from app.models import Absence, Person
from app.staffing.refused import Refused
from app.web.dates import long_date


def absences_of(person_id: int) -> list[Absence]:
    """The newest first."""
    query = select(Absence).where(Absence.person_id == person_id)
    return list(db.session.scalars(query.order_by(Absence.starts_on.desc(), Absence.id.desc())))


def absence_of(person_id: int, absence_id: int) -> Absence | None:
    return db.session.scalar(select(Absence).where(Absence.id == absence_id, Absence.person_id == person_id))


def be_away(person: Person, starts_on: date, ends_on: date | None) -> Absence:
    """A time away, without an end where it is not known yet. The same again changes nothing. Raises Refused."""
    _lock(person)
    known = absences_of(person.id)
    same = next((each for each in known if (each.starts_on, each.ends_on) == (starts_on, ends_on)), None)
    if same is not None:
        return same
    _refuse(known, starts_on, ends_on)
    absence = Absence(person_id=person.id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(absence)
    affected([person.id])
    return absence


def change_absence(person: Person, absence: Absence, starts_on: date, ends_on: date | None) -> None:
    """Say when somebody is back, or put right when they were away. Raises Refused."""
    _lock(person)
    _refuse([each for each in absences_of(person.id) if each is not absence], starts_on, ends_on)
    absence.starts_on, absence.ends_on = starts_on, ends_on
    affected([person.id])


def take_out_absence(person: Person, absence: Absence) -> None:
    db.session.delete(absence)
    affected([person.id])


def _refuse(known: list[Absence], starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day away must not be before the first"), "ends_on")
    for each in known:
        if each.starts_on <= (ends_on or date.max) and starts_on <= (each.ends_on or date.max):
            raise Refused(_overlap(each), "starts_on")


def _overlap(absence: Absence) -> str:
    first, last = long_date(absence.starts_on), absence.ends_on and long_date(absence.ends_on)
    if last is None:
        words = _("They are away from %(first)s already, with no end yet. Change that one instead.", first=first)
    else:
        words = _("They are away from %(first)s to %(last)s already. Change that one instead.", first=first, last=last)
    return str(words)


def _lock(person: Person) -> None:
    """Nobody else writes about this person until the transaction ends."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
