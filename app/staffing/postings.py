"""Where people work: dated postings, of which a new one follows the old."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ledger.affected import affected
from app.models import Person, Posting, Team
from app.rules.people import Employment, tidy
from app.rules.postings import succeed
from app.rules.programmes.spells import A_DAY, Spell
from app.staffing.line_managers import check_line_manager
from app.staffing.organisations import lock_organisation
from app.staffing.refused import Refused
from app.web.dates import long_date
from app.web.scope import holds_on


@dataclass(frozen=True, slots=True)
class NewPosting:
    """`employment` is one of `app.rules.people.Employment`; `line_manager_id` a person's."""

    team_id: int
    job: str = ""
    manages: bool = False
    is_customer_facing: bool = False
    employment: str = Employment.EMPLOYEE
    line_manager_id: int | None = None


def post(person: Person, new: NewPosting, day: date, *, besides: bool = False) -> Posting:
    """Post a person from a day in place of what they do then, or `besides` it. Raises Refused.

    Call it inside `app.database.writing()`. The same again changes nothing.
    """
    lock_organisation(person.organisation_id)
    if not person.is_active or (person.last_day is not None and person.last_day < day):
        raise Refused(_("They have left by that day. Bring them back first, or choose an earlier day."), "from_day")
    if db.session.scalar(select(Team.organisation_id).where(Team.id == new.team_id)) != person.organisation_id:
        raise Refused(_("Choose one of the teams"), "team")
    if new.line_manager_id is not None:
        check_line_manager(person, new.line_manager_id, day)
    return put_posting(person, new, day, postings_of(person.id), besides=besides)


def put_posting(
    person: Person, new: NewPosting, day: date, known: Sequence[Posting], *, besides: bool = False
) -> Posting:
    """As `post`, for one who has read the `known` postings and checked team and line manager, for many at once."""
    same = next((each for each in known if facts_of(each) == new and _spell(each).holds(day)), None)
    held = [each for each in known if _spell(each).holds(day)]
    if same is not None and (besides or len(held) == 1):
        return same
    if besides:
        return _add(person, new, day, person.last_day)
    after = succeed([_spell(each) for each in known], day, person.last_day)
    changed = [known[place] for place in (*after.closed, *after.replaced)]
    for place in after.closed:
        known[place].ends_on = day - A_DAY
    for place in after.replaced:
        db.session.delete(known[place])
    affected(each.line_manager_id for each in changed if each.line_manager_id)
    db.session.flush()
    return _add(person, new, day, after.ends_on)


def _add(person: Person, new: NewPosting, day: date, ends_on: date | None) -> Posting:
    posting = Posting(
        person_id=person.id,
        team_id=new.team_id,
        job=tidy(new.job),
        manages=new.manages,
        is_customer_facing=new.is_customer_facing,
        employment=new.employment,
        line_manager_id=new.line_manager_id,
        starts_on=day,
        ends_on=ends_on,
    )
    db.session.add(posting)
    _affect(posting)
    return posting


def _affect(posting: Posting) -> None:
    affected({posting.person_id, *([posting.line_manager_id] if posting.line_manager_id else [])})


def facts_of(posting: Posting) -> NewPosting:
    return NewPosting(**{field.name: getattr(posting, field.name) for field in fields(NewPosting)})


def end_posting(person: Person, posting: Posting, last_day: date) -> None:
    """End one posting of somebody who has others. Raises Refused. Call it inside `app.database.writing()`."""
    if last_day < posting.starts_on:
        raise Refused(
            _("It begins on %(day)s. Choose that day or a later one.", day=long_date(posting.starts_on)), "on"
        )
    posting.ends_on = min(last_day, person.last_day or last_day)
    _affect(posting)


def take_out_posting(person: Person, posting: Posting, today: date) -> None:
    """Take out a posting that is still to come; the one before it lasts instead. Raises Refused."""
    if posting.starts_on <= today:
        raise Refused(_("This has begun, so it stays in the history. Record a change instead."))
    before = [each for each in postings_of(person.id) if each.ends_on == posting.starts_on - A_DAY]
    for each in before:
        each.ends_on = posting.ends_on
        _affect(each)
    _affect(posting)
    db.session.delete(posting)


def postings_of(person_id: int) -> list[Posting]:
    """All that a person ever held or will hold, the first one first."""
    query = select(Posting).where(Posting.person_id == person_id)
    return list(db.session.scalars(query.order_by(Posting.starts_on, Posting.id)))


def posted_on(person: Person, day: date) -> list[Posting]:
    query = select(Posting).where(Posting.person_id == person.id, holds_on(day))
    return list(db.session.scalars(query.order_by(Posting.starts_on, Posting.id)))


def latest_start(person: Person, today: date) -> date | None:
    """When a person began the newest of the postings that have begun."""
    query = select(Posting.starts_on).where(Posting.person_id == person.id, Posting.starts_on <= today)
    return db.session.scalar(query.order_by(Posting.starts_on.desc()).limit(1))


def _spell(posting: Posting) -> Spell:
    return Spell(posting.starts_on, posting.ends_on)
