"""Who may be whose line manager."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.extensions import db
from app.models import Person, Posting
from app.rules.line_management import loop_through
from app.staffing.refused import Refused

FIELD = "line_manager"


def check_line_manager(person: Person, manager_id: int, day: date) -> None:
    """Raise Refused unless somebody may be a person's line manager from a day on."""
    manager = db.session.get(Person, manager_id)
    if manager is None or manager.organisation_id != person.organisation_id or manager.erased_on is not None:
        raise Refused(_("Nobody here has this address or staff number. Check it, or add them first."), FIELD)
    if manager_id == person.id:
        raise Refused(_("Nobody is their own line manager"), FIELD)
    if not manager.is_active or (manager.last_day is not None and manager.last_day < day):
        raise Refused(_("%(name)s has left by that day. Choose somebody who is here.", name=manager.name), FIELD)
    loop = loop_through(person.id, {**_managers_above(manager_id, day), person.id: {manager_id}})
    if loop is not None:
        raise Refused(_loop_sentence(person, manager, loop), FIELD)


def _managers_above(manager_id: int, day: date) -> dict[int, set[int]]:
    """For a manager and everybody above: whose line managers they have, or will have, from a day on."""
    found: dict[int, set[int]] = {}
    unread = {manager_id}
    while unread:
        found |= {each: set() for each in unread}
        for person_id, above in _links(unread, day):
            found[person_id].add(above)
        unread = {above for each in unread for above in found[each]} - found.keys()
    return found


def _links(person_ids: Collection[int], day: date) -> list[tuple[int, int]]:
    lasts = or_(Posting.ends_on.is_(None), Posting.ends_on >= day)
    query = select(Posting.person_id, Posting.line_manager_id).where(
        Posting.person_id.in_(person_ids), Posting.line_manager_id.is_not(None), lasts
    )
    return [(person_id, above) for person_id, above in db.session.execute(query).tuples() if above is not None]


def _loop_sentence(person: Person, manager: Person, loop: tuple[int, ...]) -> str:
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(loop))).tuples().all())
    way = " → ".join(names[each] for each in (*loop, person.id))
    sentence: str = _(
        "%(manager)s cannot be the line manager of %(person)s, because that would go round in a circle: %(way)s. "
        "Choose somebody else, or change who manages them first.",
        manager=manager.name,
        person=person.name,
        way=way,
    )
    return sentence
