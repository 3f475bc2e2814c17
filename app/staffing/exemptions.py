"""Asking something else of one person than the programme does. Why is never asked and never kept.

All of this is called inside `app.database.writing()`.
"""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ledger.affected import affected
from app.models import Exemption, Person
from app.rules.programmes.spells import A_DAY
from app.staffing.refused import Refused
from app.web.dates import long_date


def exemptions_of(person_id: int) -> list[Exemption]:
    """The newest first."""
    query = select(Exemption).where(Exemption.person_id == person_id)
    return list(db.session.scalars(query.order_by(Exemption.starts_on.desc(), Exemption.id.desc())))


def exemption_of(person_id: int, exemption_id: int) -> Exemption | None:
    return db.session.scalar(select(Exemption).where(Exemption.id == exemption_id, Exemption.person_id == person_id))


def exempt(
    person: Person, requirement: str, starts_on: date, ends_on: date | None, by_id: int, *, route: str | None = None
) -> Exemption:
    """Do not ask a requirement, by its key, of a person; or have the course `route` meet it instead.

    The same again changes nothing. Raises Refused.
    """
    _lock(person)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day must not be before the first"), "ends_on")
    wanted = (route, starts_on, ends_on)
    for each in exemptions_of(person.id):
        if each.requirement == requirement and (each.route, each.starts_on, each.ends_on) == wanted:
            return each
        if each.requirement == requirement and _overlap(each, starts_on, ends_on):
            raise Refused(_overlap_sentence(each), "requirement")
    made = Exemption(
        person_id=person.id,
        requirement=requirement,
        route=route,
        starts_on=starts_on,
        ends_on=ends_on,
        made_by_id=by_id,
    )
    db.session.add(made)
    affected([person.id])
    return made


def end_exemption(person: Person, exemption: Exemption, today: date) -> None:
    """Ask the requirement again from today on. One that has not lasted a day goes altogether."""
    if exemption.starts_on >= today:
        db.session.delete(exemption)
    elif exemption.ends_on is None or exemption.ends_on >= today:
        exemption.ends_on = today - A_DAY
    affected([person.id])


def _overlap(exemption: Exemption, starts_on: date, ends_on: date | None) -> bool:
    return exemption.starts_on <= (ends_on or date.max) and starts_on <= (exemption.ends_on or date.max)


def _overlap_sentence(exemption: Exemption) -> str:
    first = long_date(exemption.starts_on)
    sentence: str = _(
        "There is something about this from %(first)s already. End that one first, or choose other days.", first=first
    )
    return sentence


def _lock(person: Person) -> None:
    """Nobody else writes about this person until the transaction ends."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
