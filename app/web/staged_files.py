"""Files between their dry run and their import; `holds` is what a file is a list of, as in `StagedImport`."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, delete, select

from app.extensions import db
from app.models import Person, StagedImport

KEPT_FOR = timedelta(days=1)
LONGEST_FILE_NAME = 200
PAST_IMPORTS = 50
LARGEST_ID = 2**63 - 1

COMPLETIONS = "completions"
PEOPLE = "people"

_UNUSABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file between its dry run and its import. `before` is when the same file was imported, if it was.

    `choices` is what its reader has chosen for it, as JSON.
    """

    id: int
    file_name: str
    sha256: str
    content: bytes | None
    entries: int | None
    imported_on: date | None
    before: date | None
    choices: str


@dataclass(frozen=True, slots=True)
class PastImport:
    file_name: str
    made_by: str
    imported_on: date
    entries: int


def stage(organisation_id: int, made_by_id: int, holds: str, file_name: str, content: bytes, now: datetime) -> int:
    """Keep a file for its dry run; its id. Files of every organisation that nobody imported within a day go."""
    stale = delete(StagedImport).where(StagedImport.content.is_not(None), StagedImport.made_at < now - KEPT_FOR)
    db.session.execute(stale)
    staged = _new(organisation_id, made_by_id, holds, file_name, hashlib.sha256(content).hexdigest(), now)
    staged.content = content
    db.session.add(staged)
    db.session.flush()
    return staged.id


def note_import(
    organisation_id: int,
    made_by_id: int,
    holds: str,
    file_name: str,
    sha256: str,
    entries: int,
    now: datetime,
    on: date,
) -> None:
    """Keep in mind a file that was imported without being staged."""
    staged = _new(organisation_id, made_by_id, holds, file_name, sha256, now)
    staged.entries, staged.imported_on = entries, on
    db.session.add(staged)


def _new(organisation_id: int, made_by_id: int, holds: str, file_name: str, sha256: str, now: datetime) -> StagedImport:
    return StagedImport(
        organisation_id=organisation_id,
        made_by_id=made_by_id,
        made_at=now,
        file_name=file_name,
        sha256=sha256,
        holds=holds,
    )


def find_staged(organisation_id: int, holds: str, import_id: int) -> Staged | None:
    row = db.session.scalar(_one(organisation_id, import_id).where(StagedImport.holds == holds))
    if row is None:
        return None
    same = select(StagedImport.imported_on).where(
        StagedImport.organisation_id == organisation_id,
        StagedImport.holds == holds,
        StagedImport.sha256 == row.sha256,
        StagedImport.imported_on.is_not(None),
        StagedImport.id != row.id,
    )
    before = db.session.scalar(same.order_by(StagedImport.id.desc()).limit(1))
    return Staged(row.id, row.file_name, row.sha256, row.content, row.entries, row.imported_on, before, row.choices)


def choose(import_id: int, choices: str) -> None:
    """Keep what the reader of a file has chosen for it, as JSON."""
    db.session.get_one(StagedImport, import_id).choices = choices


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


def past_imports(organisation_id: int, holds: str) -> list[PastImport]:
    """The newest, newest first."""
    query = (
        select(StagedImport.file_name, Person.name, StagedImport.imported_on, StagedImport.entries)
        .join(Person, Person.id == StagedImport.made_by_id)
        .where(
            StagedImport.organisation_id == organisation_id,
            StagedImport.holds == holds,
            StagedImport.imported_on.is_not(None),
        )
        .order_by(StagedImport.id.desc())
        .limit(PAST_IMPORTS)
    )
    found = db.session.execute(query).tuples()
    return [PastImport(name, made_by, on, entries or 0) for name, made_by, on, entries in found if on]


def last_imported_on(organisation_id: int, holds: str) -> date | None:
    query = select(StagedImport.imported_on).where(
        StagedImport.organisation_id == organisation_id,
        StagedImport.holds == holds,
        StagedImport.imported_on.is_not(None),
    )
    return db.session.scalar(query.order_by(StagedImport.imported_on.desc()).limit(1))


def tidy_file_name(name: str | None) -> str:
    """Without a folder, and short enough to be kept."""
    return _UNUSABLE.sub("_", (name or "").replace("\\", "/").rsplit("/", 1)[-1])[-LONGEST_FILE_NAME:]


def _one(organisation_id: int, import_id: int) -> Select[tuple[StagedImport]]:
    return select(StagedImport).where(StagedImport.id == import_id, StagedImport.organisation_id == organisation_id)
