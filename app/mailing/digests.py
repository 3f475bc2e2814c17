"""What a manager's weekly digest tells: who of their people is overdue or due this month, with what, and no more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from app.assignments.careers import CareerReader
from app.extensions import db
from app.mailing.recipients import is_away, is_here
from app.mailing.wording import DigestLine
from app.models import Assignment, Person, Posting
from app.rules.programmes.assigning import assign
from app.rules.programmes.requirements import Programme, Strength
from app.rules.reminders import end_of_month, in_digest
from app.web.scope import Scope, holds_on, sees


def managers(organisation_id: int, today: date) -> Sequence[int]:
    """Everybody who manages a team or is somebody's line manager, and can be written to today."""
    of_teams = select(Posting.person_id).where(Posting.manages, holds_on(today))
    of_people = select(Posting.line_manager_id).where(Posting.line_manager_id.is_not(None), holds_on(today))
    query = select(Person.id).where(
        Person.organisation_id == organisation_id,
        or_(Person.id.in_(of_teams), Person.id.in_(of_people)),
        is_here(today),
        ~is_away(today),
    )
    return db.session.scalars(query.order_by(Person.id)).all()


def has_something(manager_id: int, scope: Scope) -> bool:
    return db.session.execute(_to_look_at(manager_id, scope).limit(1)).first() is not None


def digest_lines(manager_id: int, scope: Scope, reader: CareerReader, programme: Programme) -> list[DigestLine]:
    """Those who are overdue first, by day; as the rules have it today."""
    names = dict(db.session.execute(_to_look_at(manager_id, scope).distinct()).tuples().all())
    careers = reader.read(names.keys())
    lines = [
        DigestLine(names[person_id], each.requirement.title, each.due_on)
        for person_id, career in careers.items()
        for each in assign(career, programme, scope.today)
        if each.due_on is not None and in_digest(each, scope.today)
    ]
    return sorted(lines, key=lambda each: (each.due_on, each.name.casefold(), each.title))


def _to_look_at(manager_id: int, scope: Scope) -> Select[Any]:
    return (
        select(Person.id, Person.name)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(
            Assignment.organisation_id == scope.organisation_id,
            Assignment.known_to.is_(None),
            Assignment.strength == Strength.MANDATORY,
            Assignment.status == "asked",
            Assignment.due_on <= end_of_month(scope.today),
            Person.is_active,
            Person.id != manager_id,
            sees(scope, Person.id),
        )
    )
