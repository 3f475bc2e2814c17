"""Versions of programmes, and the draft of the next one."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.extensions import db
from app.models import Organisation, Person, ProgrammeDraft, Team
from app.models import Programme as ProgrammeRow


@dataclass(frozen=True, slots=True)
class Version:
    """`applied_by` is None where a command did it, and empty for somebody who is not known any more."""

    number: int
    name: str
    source: str
    applied_at: datetime
    applied_by: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """`seal` changes with every change of the source. `preview` is JSON, or empty."""

    source: str
    based_on: int
    made_at: datetime
    made_by: str
    preview: str

    @property
    def seal(self) -> str:
        return seal_of(self.source)


def seal_of(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


class DraftChanged(Exception):
    """Somebody else has changed the draft, or given it up, since it was looked at."""


def versions(organisation_id: int) -> list[Version]:
    """Newest first."""
    query = (
        select(ProgrammeRow.version, ProgrammeRow.name, ProgrammeRow.source, ProgrammeRow.applied_at, Person.name)
        .outerjoin(Person, Person.id == ProgrammeRow.applied_by_id)
        .where(ProgrammeRow.organisation_id == organisation_id)
        .order_by(ProgrammeRow.version.desc())
    )
    return [Version(*row) for row in db.session.execute(query).tuples()]


def source_of(organisation_id: int, version: int) -> str:
    """The YAML of a version, or of the draft's beginning; empty where there is no such version."""
    query = select(ProgrammeRow.source).where(
        ProgrammeRow.organisation_id == organisation_id, ProgrammeRow.version == version
    )
    return db.session.scalar(query) or ""


def find_draft(organisation_id: int) -> Draft | None:
    query = (
        select(
            ProgrammeDraft.source,
            ProgrammeDraft.based_on,
            ProgrammeDraft.made_at,
            Person.name,
            ProgrammeDraft.preview,
        )
        .join(Person, Person.id == ProgrammeDraft.made_by_id)
        .where(ProgrammeDraft.organisation_id == organisation_id)
    )
    row = db.session.execute(query).tuples().first()
    return None if row is None else Draft(*row)


def begin_draft(organisation_id: int, source: str, based_on: int, made_by_id: int, now: datetime) -> bool:
    """Keep the first source of a draft; false, and nothing changed, where there is a draft already."""
    _lock(organisation_id)
    if db.session.get(ProgrammeDraft, organisation_id) is not None:
        return False
    row = ProgrammeDraft(
        organisation_id=organisation_id, source=source, based_on=based_on, made_at=now, made_by_id=made_by_id
    )
    db.session.add(row)
    return True


def change_draft(organisation_id: int, seal: str, source: str, made_by_id: int, now: datetime) -> None:
    """Put another source in the place of the one with this seal; raises DraftChanged where that is not there."""
    row = _draft_with(organisation_id, seal)
    if row.source != source:
        row.source, row.made_by_id, row.made_at, row.preview = source, made_by_id, now, ""


def keep_preview(organisation_id: int, seal: str, preview: str) -> None:
    _draft_with(organisation_id, seal).preview = preview


def take_draft(organisation_id: int, seal: str) -> str:
    """The source of the draft with this seal, which is a draft no more; raises DraftChanged."""
    row = _draft_with(organisation_id, seal)
    source = row.source
    db.session.delete(row)
    return source


def give_up_draft(organisation_id: int) -> None:
    db.session.execute(delete(ProgrammeDraft).where(ProgrammeDraft.organisation_id == organisation_id))


def _draft_with(organisation_id: int, seal: str) -> ProgrammeDraft:
    _lock(organisation_id)
    row = db.session.get(ProgrammeDraft, organisation_id, populate_existing=True)
    if row is None or seal_of(row.source) != seal:
        raise DraftChanged
    return row


def _lock(organisation_id: int) -> None:
    """Nobody else changes its draft or applies a programme until this transaction ends."""
    mine = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(mine.with_for_update(key_share=True))


def team_names(organisation_id: int) -> list[str]:
    query = select(Team.name).where(Team.organisation_id == organisation_id)
    return sorted(db.session.scalars(query), key=str.casefold)


def names_of(organisation_id: int, person_ids: Collection[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(person_ids))
    return dict(db.session.execute(query).tuples().all())


def people_here(organisation_id: int) -> int:
    query = select(func.count()).where(Person.organisation_id == organisation_id, Person.is_active)
    return db.session.scalar(query) or 0
