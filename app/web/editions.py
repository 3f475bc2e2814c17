"""Published editions. They never change, so each web process keeps those that it has read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app
from markupsafe import Markup
from sqlalchemy import select

from app.content.local_details import fill
from app.content.storage import module_from_json, quiz_from_json
from app.extensions import db
from app.models import Edition, LocalDetail
from app.models import Module as ModuleRow
from app.rules.modules import Module
from app.rules.questions import Quiz
from app.web.visitor import OrganisationFacts

KEY = "waymark.editions"
MOST_TEXTS = 5_000


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition as learners read it and are marked on it."""

    id: int
    module_id: int
    sha256: str
    module: Module
    quiz: Quiz


@dataclass(slots=True)
class EditionShelf:
    """What a web process has read so far: editions by id, and texts with an organisation's own details filled in."""

    editions: dict[int, PublishedEdition] = field(default_factory=dict)
    details: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    filled: dict[tuple[object, ...], Markup] = field(default_factory=dict)


def _shelf() -> EditionShelf:
    return cast(EditionShelf, current_app.extensions.setdefault(KEY, EditionShelf()))


def edition(edition_id: int) -> PublishedEdition:
    """A published edition by the id of its row."""
    shelf = _shelf()
    if edition_id not in shelf.editions:
        row = db.session.get_one(Edition, edition_id)
        shelf.editions[edition_id] = PublishedEdition(
            row.id, row.module_id, row.sha256, module_from_json(row.content), quiz_from_json(row.quiz)
        )
    return shelf.editions[edition_id]


def current_edition(slug: str) -> PublishedEdition | None:
    """What learners are given now; None where no module of that name is published."""
    edition_id = db.session.scalar(select(ModuleRow.current_edition_id).where(ModuleRow.slug == slug))
    return None if edition_id is None else edition(edition_id)


def current_editions() -> list[PublishedEdition]:
    """All modules as published now, by level and title."""
    ids = db.session.scalars(select(ModuleRow.current_edition_id).where(ModuleRow.current_edition_id.is_not(None)))
    return sorted((edition(each) for each in ids if each), key=lambda each: (each.module.level, each.module.title))


def localiser(organisation: OrganisationFacts) -> Callable[[str], Markup]:
    """A function that fills an organisation's own details into the text of an edition."""
    filled = _shelf().filled

    def localise(html: str) -> Markup:
        key = (html, organisation.id, organisation.version)
        if key not in filled:
            if len(filled) >= MOST_TEXTS:
                filled.clear()
            filled[key] = Markup(fill(html, local_details(organisation)))  # noqa: S704 - sanitised at publishing
        return filled[key]

    return localise


def local_details(organisation: OrganisationFacts) -> Mapping[str, str]:
    """An organisation's own words by name."""
    shelf, key = _shelf(), (organisation.id, organisation.version)
    if key not in shelf.details:
        query = select(LocalDetail.name, LocalDetail.value).where(LocalDetail.organisation_id == organisation.id)
        shelf.details[key] = {"organisation.name": organisation.name} | dict(db.session.execute(query).tuples().all())
    return shelf.details[key]
