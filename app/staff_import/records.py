"""What a list is held against: the people, postings, absences and teams of an organisation."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Absence, ColumnMapping, Person, Posting, Team, TeamAlias
from app.rules.staff_lists.known import KnownAbsence, KnownPerson, KnownPosting, KnownTeam, Post
from app.staff_import.choices import Remembered, read_remembered, write_remembered

AT_ONCE = 500
"""Values in one condition."""


def known_people(organisation_id: int, today: date) -> list[KnownPerson]:
    """Everybody who was not erased, those who have left among them."""
    postings, absences = _postings(organisation_id, today), _absences(organisation_id)
    columns = (Person.staff_number, Person.email, Person.name, Person.is_active, Person.last_day)
    rights = Person.is_trainer | Person.is_lead | Person.is_admin | Person.is_coordinator
    query = select(Person.id, rights, *columns).where(
        Person.organisation_id == organisation_id, Person.erased_on.is_(None)
    )
    rows = db.session.execute(query.order_by(Person.id)).tuples()
    return [
        KnownPerson(
            person_id,
            number or "",
            email or "",
            name,
            is_active and (last_day is None or last_day >= today),
            last_day,
            bool(has_rights),
            tuple(postings.get(person_id, ())),
            tuple(absences.get(person_id, ())),
        )
        for person_id, has_rights, number, email, name, is_active, last_day in rows
    ]


def _postings(organisation_id: int, today: date) -> dict[int, list[KnownPosting]]:
    """Those that are not over, of which equal ones share what they say."""
    columns = (
        Posting.team_id,
        Posting.job,
        Posting.manages,
        Posting.is_customer_facing,
        Posting.employment,
        Posting.line_manager_id,
    )
    query = (
        select(Posting.person_id, Posting.id, Posting.starts_on, Posting.ends_on, *columns)
        .join(Person, Person.id == Posting.person_id)
        .where(Person.organisation_id == organisation_id, or_(Posting.ends_on.is_(None), Posting.ends_on >= today))
        .order_by(Posting.starts_on, Posting.id)
    )
    found: dict[int, list[KnownPosting]] = defaultdict(list)
    posts: dict[tuple[Any, ...], Post] = {}
    for person_id, posting_id, starts_on, ends_on, *facts in db.session.execute(query):
        post = posts.setdefault(tuple(facts), Post(*facts))
        found[person_id].append(KnownPosting(posting_id, post, starts_on, ends_on))
    return found


def _absences(organisation_id: int) -> dict[int, list[KnownAbsence]]:
    query = (
        select(Absence.person_id, Absence.id, Absence.starts_on, Absence.ends_on)
        .join(Person, Person.id == Absence.person_id)
        .where(Person.organisation_id == organisation_id)
        .order_by(Absence.starts_on, Absence.id)
    )
    found: dict[int, list[KnownAbsence]] = defaultdict(list)
    for person_id, *absence in db.session.execute(query):
        found[person_id].append(KnownAbsence(*absence))
    return found


def elsewhere(organisation_id: int, emails: Collection[str]) -> set[str]:
    """Those of the addresses that have an account in another organisation."""
    found: set[str] = set()
    for some in _some(emails):
        query = select(Person.email).where(Person.email.in_(some), Person.organisation_id != organisation_id)
        found |= {each for each in db.session.scalars(query) if each}
    return found


def _some(values: Collection[str]) -> Iterator[list[str]]:
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some


def known_teams(organisation_id: int) -> list[KnownTeam]:
    query = select(Team.id, Team.name, Team.parent_id).where(Team.organisation_id == organisation_id)
    return [KnownTeam(*row) for row in db.session.execute(query.order_by(Team.id)).tuples()]


def team_aliases(organisation_id: int) -> dict[str, int]:
    query = select(TeamAlias.name, TeamAlias.team_id).where(TeamAlias.organisation_id == organisation_id)
    return dict(db.session.execute(query).tuples().all())


def remembered(organisation_id: int) -> Remembered:
    row = db.session.get(ColumnMapping, organisation_id)
    return Remembered() if row is None else read_remembered(row.headings)


def remember(organisation_id: int, chosen: Remembered) -> None:
    row = db.session.get(ColumnMapping, organisation_id)
    if row is None:
        db.session.add(ColumnMapping(organisation_id=organisation_id, headings=write_remembered(chosen)))
    else:
        row.headings = write_remembered(chosen)
