"""Publishing editions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.content.edition import Edition
from app.content.storage import quiz_from_json, to_json
from app.extensions import db
from app.models import Asset, Course, Module, Organisation
from app.models import Edition as EditionRow
from app.rules.questions import Quiz


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to. `is_new` is False when just this edition was the current one already."""

    sha256: str
    is_new: bool


class NameTaken(Exception):
    """An organisation has a course of its own under the name of a module, so the log could not tell them apart."""


def current_quiz(slug: str) -> Quiz | None:
    """The quiz that learners are given now; None where nothing is published under this name."""
    query = select(EditionRow.quiz).join(Module, Module.current_edition_id == EditionRow.id).where(Module.slug == slug)
    text = db.session.scalar(query)
    return None if text is None else quiz_from_json(text)


def publish(edition: Edition, now: datetime) -> Publication:
    """Make `edition` what learners are given. Earlier editions stay; attempts that are under way keep theirs.

    Raises NameTaken.
    """
    _refuse_taken(edition.module.slug)
    module = db.session.scalar(select(Module).where(Module.slug == edition.module.slug).with_for_update())
    if module is None:
        module = Module(slug=edition.module.slug)
        db.session.add(module)
        db.session.flush()
    known = select(EditionRow).where(EditionRow.module_id == module.id, EditionRow.sha256 == edition.sha256)
    row = db.session.scalar(known)
    if row is None:
        row = _store(edition, module.id, now)
    is_new = module.current_edition_id != row.id
    module.current_edition_id = row.id
    return Publication(edition.sha256, is_new)


def _refuse_taken(slug: str) -> None:
    """Whoever adds a course holds its organisation until it is added, so nobody takes the name meanwhile."""
    held = select(Organisation.id).order_by(Organisation.id).with_for_update(key_share=True)
    db.session.scalars(held).all()
    theirs = select(Course.title, Organisation.name).join(Organisation, Organisation.id == Course.organisation_id)
    found = db.session.execute(theirs.where(Course.slug == slug).order_by(Organisation.id).limit(1)).first()
    if found is not None:
        title, organisation = found
        raise NameTaken(
            f"{slug}: {organisation} has a course of its own, “{title}”, that the log knows under this name. "
            "Give the module's files another name."
        )


def _store(edition: Edition, module_id: int, now: datetime) -> EditionRow:
    for asset in edition.assets:
        if db.session.get(Asset, asset.sha256) is None:
            db.session.add(Asset(sha256=asset.sha256, media_type=asset.media_type, data=asset.data))
    row = EditionRow(
        module_id=module_id,
        sha256=edition.sha256,
        title=edition.module.title,
        level=edition.module.level,
        module_source=edition.sources.module_text,
        quiz_source=edition.sources.quiz_text,
        content=to_json(edition.module),
        quiz=to_json(edition.quiz),
        published_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row
