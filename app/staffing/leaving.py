"""Leaving and coming back. All of this is called inside `app.database.writing()`."""

from collections.abc import Collection
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.extensions import db
from app.ledger.affected import affected
from app.models import Person, Posting, Session, SignInToken
from app.rules.programmes.spells import A_DAY
from app.rules.rights import ALL_RIGHTS, NO_RIGHTS
from app.staffing.people import end_sessions, last_rights, lock_person, set_rights
from app.staffing.postings import NewPosting, latest_start, post, posted_on, postings_of
from app.staffing.refused import Refused
from app.web.dates import long_date

UNDONE_WITHIN = timedelta(days=31)


def leave(person: Person, last_day: date, today: date) -> None:
    """End a person's postings on their last day, and their account with it. What they completed stays.

    A last day still to come needs nothing more when it is over; one that has come closes the account at once. Another
    one may be chosen later. Raises Refused.
    """
    lock_person(person)
    began = latest_start(person, today)
    if began is not None and last_day < began:
        sentence = _("They began in their team on %(day)s. Choose that day or a later one.", day=long_date(began))
        raise Refused(sentence, "last_day")
    if last_rights(person, ALL_RIGHTS):
        sentence = _("Nobody else is an administrator or a training lead here. Give somebody else the right first.")
        raise Refused(sentence, "last_day")
    _end_postings(person, last_day)
    person.last_day = last_day
    person.is_active = last_day > today
    if not person.is_active:
        _close(person)
    affected([person.id])


def _end_postings(person: Person, last_day: date) -> None:
    """Those that would outlast it, and those that were to end with another last day."""
    for posting in postings_of(person.id):
        if posting.starts_on > last_day:
            db.session.delete(posting)
        elif posting.ends_on is None or posting.ends_on > last_day or posting.ends_on == person.last_day:
            posting.ends_on = last_day
        else:
            continue
        affected([posting.line_manager_id] if posting.line_manager_id else [])


def stay(person: Person, posting_ids: Collection[int], today: date) -> None:
    """Take back that somebody leaves, or that they left some days ago: then it was a mistake. Raises Refused.

    Of what ends with their last day, `posting_ids` go on without an end: what was to end on that day anyway looks the
    same, so somebody has to say. What leaving took out or cut short at another day does not come back, nor do the
    rights of who had left.
    """
    lock_person(person)
    if has_left(person, today):
        if not can_be_undone(person.last_day, today):
            raise Refused(_("They have left. Bring them back, from the day on which they begin again."))
        person.is_active = True
        set_rights(person, NO_RIGHTS)
    for posting in ends_with(person, person.last_day):
        if posting.id in posting_ids:
            posting.ends_on = None
            affected([posting.line_manager_id] if posting.line_manager_id else [])
    person.last_day = None
    affected([person.id])


def can_be_undone(last_day: date | None, today: date) -> bool:
    """Whether who has left since can still be put back as if they had not; later that would rewrite too much."""
    return last_day is not None and today - last_day <= UNDONE_WITHIN


def ends_with(person: Person, last_day: date | None) -> list[Posting]:
    """The postings that end with somebody's last day; none without one."""
    return [each for each in postings_of(person.id) if last_day is not None and each.ends_on == last_day]


def come_back(person: Person, new: NewPosting, day: date) -> None:
    """Open the account of somebody who left, and post them from a day. Their rights do not come back with them.

    Raises Refused.
    """
    lock_person(person)
    person.is_active, person.last_day = True, None
    set_rights(person, NO_RIGHTS)
    for posting in posted_on(person, day):
        if posting.starts_on < day:
            posting.ends_on = day - A_DAY
        else:
            db.session.delete(posting)
    db.session.flush()
    post(person, new, day)


def has_left(person: Person, today: date) -> bool:
    return not person.is_active or (person.last_day is not None and person.last_day < today)


def close_accounts(organisation_id: int, today: date) -> int:
    """Close the accounts of those whose last day is over; how many. They could not be used since then anyway."""
    over = Person.organisation_id == organisation_id, Person.is_active, Person.last_day < today
    person_ids = list(db.session.scalars(select(Person.id).where(*over)))
    if person_ids:
        mine = Person.id.in_(person_ids)
        db.session.execute(update(Person).where(mine).values(is_active=False))
        db.session.execute(delete(Session).where(Session.person_id.in_(person_ids)))
        affected(person_ids)
    return len(person_ids)


def _close(person: Person) -> None:
    end_sessions(person)
    db.session.execute(delete(SignInToken).where(SignInToken.person_id == person.id))
