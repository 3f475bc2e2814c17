"""People, courses and entries that a file is held against."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import JSON, Date, Select, cast, column, func, literal, select, type_coerce

from app.extensions import db
from app.ledger.standing import counts
from app.ledger.writing import Subject
from app.models import Course, LogEntry, Organisation, Person
from app.rules.old_records import KnownCourse
from app.web.courses import courses_of
from app.web.staged_files import LARGEST_ID

Key = tuple[int, str, date]
"""A person, a course and a day: two records with the same are the same."""


@dataclass(frozen=True, slots=True)
class Learner:
    id: int
    name: str


def known_courses(organisation_id: int) -> list[KnownCourse]:
    """The published modules and the organisation's courses, those that are no longer offered among them."""
    query = select(Course.slug, Course.title, Course.level, Course.valid_months)
    own = db.session.execute(query.where(Course.organisation_id == organisation_id, ~Course.is_offered)).tuples()
    no_longer = {slug: KnownCourse(slug, title, level, months) for slug, title, level, months in own}
    offered = {
        slug: KnownCourse(slug, each.title, each.level, each.valid_months)
        for slug, each in courses_of(organisation_id).items()
    }
    return list((no_longer | offered).values())


def people_by_email(organisation_id: int, emails: Collection[str]) -> dict[str, Subject]:
    query = select(Person.email, Person.id, Person.salt, Person.reference).where(
        Person.organisation_id == organisation_id, Person.email.in_(emails)
    )
    found = db.session.execute(query).tuples()
    return {email: Subject(person_id, salt, reference) for email, person_id, salt, reference in found if email}


def in_log(keys: Collection[Key]) -> dict[Key, bool]:
    """Those of `keys`, of people of one organisation, that its log has an entry of, and whether one of these counts."""
    if not keys:
        return {}
    asked = sorted((person_id, course, day.isoformat()) for person_id, course, day in keys)
    found: dict[Key, bool] = {}
    for person_id, course, day, does_count in db.session.execute(_matching(asked)).tuples():
        key = (person_id or 0, course, day)
        found[key] = found.get(key, False) or bool(does_count)
    return found


def _matching(asked: list[tuple[int, str, str]]) -> Select[tuple[int | None, str, date, bool]]:
    """Entries of these people, courses and ISO days, all in one value: thousands of them take as long to write into
    a statement as to look up. An organisation in the condition makes SQLite begin with all of its entries.
    """
    is_sqlite = db.engine.dialect.name == "sqlite"
    each_of = func.json_each if is_sqlite else func.json_array_elements
    key = each_of(literal(asked, JSON)).table_valued(column("value", JSON), name="asked").c.value
    day = type_coerce(key[2].as_string(), Date) if is_sqlite else cast(key[2].as_string(), Date)
    return select(LogEntry.person_id, LogEntry.course, LogEntry.completed_on, counts(LogEntry)).where(
        LogEntry.person_id == key[0].as_integer(), LogEntry.course == key[1].as_string(), LogEntry.completed_on == day
    )


def recognition_months(organisation_id: int) -> int:
    return db.session.get_one(Organisation, organisation_id).recognition_months


def email_of(organisation_id: int, person_id: int) -> str | None:
    """The address of a person of the organisation, for a link that names them by id."""
    if not 0 < person_id <= LARGEST_ID:
        return None
    query = select(Person.email).where(Person.id == person_id, Person.organisation_id == organisation_id)
    return db.session.scalar(query)


def find_learner(organisation_id: int, email: str) -> Learner | None:
    query = select(Person.id, Person.name).where(
        Person.email == email.strip().lower(), Person.organisation_id == organisation_id
    )
    row = db.session.execute(query).tuples().first()
    return None if row is None else Learner(*row)


def lock_person(person_id: int) -> None:
    """Until the transaction ends, so that the same is not recorded twice at once."""
    db.session.scalar(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
