"""People, courses and entries that a file is held against, and files between their dry run and their import."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import JSON, Date, Select, cast, column, delete, func, literal, select, type_coerce

from app.extensions import db
from app.ledger.standing import counts
from app.ledger.writing import Subject
from app.models import Course, LogEntry, Organisation, Person, StagedImport
from app.rules.old_records import KnownCourse
from app.web.courses import courses_of

Key = tuple[int, str, date]
"""A person, a course and a day: two records with the same are the same."""

KEPT_FOR = timedelta(days=1)
LONGEST_FILE_NAME = 200
PAST_IMPORTS = 50
LARGEST_ID = 2**63 - 1

_UNUSABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file between its dry run and its import. `before` is when the same file was imported, if it was."""

    id: int
    file_name: str
    sha256: str
    content: bytes | None
    entries: int | None
    imported_on: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class Learner:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PastImport:
    file_name: str
    made_by: str
    imported_on: date
    entries: int


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


def stage(organisation_id: int, made_by_id: int, file_name: str, content: bytes, now: datetime) -> int:
    """Keep a file for its dry run; its id. Files of every organisation that nobody imported within a day go."""
    stale = delete(StagedImport).where(StagedImport.content.is_not(None), StagedImport.made_at < now - KEPT_FOR)
    db.session.execute(stale)
    staged = StagedImport(
        organisation_id=organisation_id,
        made_by_id=made_by_id,
        made_at=now,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    db.session.add(staged)
    db.session.flush()
    return staged.id


def find_staged(organisation_id: int, import_id: int) -> Staged | None:
    row = db.session.scalar(_one(organisation_id, import_id))
    if row is None:
        return None
    same = select(StagedImport.imported_on).where(
        StagedImport.organisation_id == organisation_id,
        StagedImport.sha256 == row.sha256,
        StagedImport.imported_on.is_not(None),
        StagedImport.id != row.id,
    )
    before = db.session.scalar(same.order_by(StagedImport.id.desc()).limit(1))
    return Staged(row.id, row.file_name, row.sha256, row.content, row.entries, row.imported_on, before)


def take_content(organisation_id: int, import_id: int) -> bytes | None:
    """The content of a file that is to be imported now, which nobody else takes meanwhile; None where it is gone."""
    row = db.session.scalar(_one(organisation_id, import_id).with_for_update())
    return None if row is None else row.content


def mark_imported(import_id: int, entries: int, today: date) -> None:
    row = db.session.get_one(StagedImport, import_id)
    row.content, row.entries, row.imported_on = None, entries, today


def give_up(organisation_id: int, import_id: int) -> None:
    """Take a file that was not imported away, content and all."""
    db.session.execute(
        delete(StagedImport).where(
            StagedImport.id == import_id,
            StagedImport.organisation_id == organisation_id,
            StagedImport.imported_on.is_(None),
        )
    )


def past_imports(organisation_id: int) -> list[PastImport]:
    """The newest, newest first."""
    query = (
        select(StagedImport.file_name, Person.name, StagedImport.imported_on, StagedImport.entries)
        .join(Person, Person.id == StagedImport.made_by_id)
        .where(StagedImport.organisation_id == organisation_id, StagedImport.imported_on.is_not(None))
        .order_by(StagedImport.id.desc())
        .limit(PAST_IMPORTS)
    )
    found = db.session.execute(query).tuples()
    return [PastImport(name, made_by, on, entries or 0) for name, made_by, on, entries in found if on]


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


def tidy_file_name(name: str | None) -> str:
    """Without a folder, and short enough to be kept."""
    return _UNUSABLE.sub("_", (name or "").replace("\\", "/").rsplit("/", 1)[-1])[-LONGEST_FILE_NAME:]


def _one(organisation_id: int, import_id: int) -> Select[tuple[StagedImport]]:
    return select(StagedImport).where(StagedImport.id == import_id, StagedImport.organisation_id == organisation_id)
