import dataclasses
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.authoring.records import NameTaken, Publication, current_quiz, publish
from app.content.assets import Asset as ContentAsset
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.models import Asset, Module
from app.models import Edition as EditionRow
from tests.conftest import NOW
from tests.factories import CourseFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("app")


def put_out(edition: Edition, days_later: int = 0) -> Publication:
    with writing():
        return publish(edition, NOW + timedelta(days=days_later))


def current_sha256() -> str | None:
    db.session.rollback()
    query = select(EditionRow.sha256).join(Module, Module.current_edition_id == EditionRow.id)
    return db.session.scalar(query)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_first_edition_is_what_learners_are_given(short_edition: Edition) -> None:
    assert current_quiz("short") is None
    assert put_out(short_edition) == Publication(short_edition.sha256, is_new=True)
    assert current_sha256() == short_edition.sha256
    assert current_quiz("short") == short_edition.quiz


def test_the_same_edition_again_changes_nothing(short_edition: Edition) -> None:
    put_out(short_edition)
    assert put_out(short_edition, days_later=9) == Publication(short_edition.sha256, is_new=False)
    assert count(EditionRow) == 1
    assert db.session.scalar(select(EditionRow.published_at)) == NOW


def test_earlier_editions_stay_and_can_come_back(short_edition: Edition) -> None:
    newer = dataclasses.replace(short_edition, sha256="9" * 64)
    for edition in (short_edition, newer):
        assert put_out(edition).is_new
    assert (current_sha256(), count(EditionRow)) == (newer.sha256, 2)
    assert put_out(short_edition).is_new
    assert (current_sha256(), count(EditionRow)) == (short_edition.sha256, 2)


def test_sources_are_kept_with_the_edition(short_edition: Edition) -> None:
    put_out(short_edition)
    row = db.session.scalars(select(EditionRow)).one()
    assert row.module_source == short_edition.sources.module_text
    assert row.quiz_source == short_edition.sources.quiz_text


def test_editions_share_their_pictures(short_edition: Edition) -> None:
    picture = ContentAsset(sha256="a" * 64, media_type="image/png", data=b"x", name="x.png")
    for sha256 in ("1" * 64, "2" * 64):
        put_out(dataclasses.replace(short_edition, sha256=sha256, assets=(picture,)))
    assert count(Asset) == 1


def test_a_publication_that_fails_leaves_nothing(app: Flask, short_edition: Edition) -> None:
    broken = dataclasses.replace(short_edition, module=dataclasses.replace(short_edition.module, title=None))
    with pytest.raises(IntegrityError):
        put_out(broken)
    assert (count(Module), count(EditionRow)) == (0, 0)


def test_a_name_that_an_organisations_own_course_has_is_refused(short_edition: Edition) -> None:
    CourseFactory(organisation_id=OrganisationFactory().id, slug="short", title="A short talk")
    with pytest.raises(NameTaken, match="has a course of its own, “A short talk”"):
        put_out(short_edition)
    assert (count(Module), count(EditionRow)) == (0, 0)
