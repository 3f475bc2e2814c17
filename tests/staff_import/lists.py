"""Taking lists over without pages."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Absence, Assignment, Person, Posting, Team, TeamAlias
from app.rules.staff_lists.columns import guess
from app.staff_import.applying import take_over
from app.staff_import.checking import Checked, check_list
from app.staff_import.choices import Choices
from app.staff_import.files import open_list
from app.staff_import.words import Telling
from tests.conftest import NOW
from tests.staff_import.conftest import Office

TODAY = NOW.date()


def choices(content: bytes, **more: Any) -> Choices:
    """The columns as they are guessed, and what else is chosen."""
    return replace(Choices(guess(open_list(BytesIO(content)).header, {})), **more)


def check(people: Office, content: bytes, **more: Any) -> Checked:
    mine = (people.organisation.id, people.lead.id, TODAY)
    return check_list(BytesIO(content), *mine, choices(content, **more))


def take(people: Office, content: bytes, leavers: int | None = None, **more: Any) -> int:
    """How many people were written about."""
    return take_by(people.organisation.id, people.lead.id, content, leavers, **more)


def take_by(organisation_id: int, lead_id: int, content: bytes, leavers: int | None = None, **more: Any) -> int:
    with writing():
        done = take_over(BytesIO(content), organisation_id, lead_id, TODAY, choices(content, **more), leavers=leavers)
    return done.plan.written


def told(checked: Checked) -> list[str]:
    telling = Telling(checked.teams, checked.names())
    return [f"{each.row or '-'} {each.kind} {each.name}: {telling.change(each)}" for each in checked.plan.changes]


def problems(checked: Checked) -> list[str]:
    return [f"{each.row} {each.field or '-'} {each.wrong}" for each in checked.plan.problems]


def everything() -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows that a list may change."""
    db.session.rollback()
    db.session.expire_all()
    tables = (Person, Posting, Absence, Team, TeamAlias, Assignment)
    return {
        each.__tablename__: [tuple(row) for row in db.session.execute(select(each.__table__).order_by(each.id))]
        for each in tables
    }


def person(number: str) -> Person:
    db.session.expire_all()
    return db.session.scalars(select(Person).where(Person.staff_number == number)).one()


def postings(number: str) -> list[tuple[Any, ...]]:
    """Team, job, first and last day of all that somebody does and did."""
    query = (
        select(Team.name, Posting.job, Posting.starts_on, Posting.ends_on)
        .join(Team, Team.id == Posting.team_id)
        .join(Person, Person.id == Posting.person_id)
        .where(Person.staff_number == number)
        .order_by(Posting.starts_on)
    )
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(query)]
