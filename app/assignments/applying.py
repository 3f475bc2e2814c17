"""Putting a programme in force."""

from datetime import datetime

from sqlalchemy import select

from app.assignments.in_force import parsed
from app.assignments.refreshing import mark_everybody
from app.extensions import db
from app.models import Course, Module, Organisation, Programme
from app.web import clock


class AnotherInForce(Exception):
    """Not the version that was looked at is in force: somebody has applied `version` meanwhile."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(f"Version {version} is in force.")


def apply_programme(
    organisation_id: int,
    source: str,
    now: datetime,
    applied_by_id: int | None = None,
    instead_of: int | None = None,
) -> int:
    """Put a checked source in force as the next version, with the courses that it brings; returns the version.

    The source that is in force already stays the version that it is. With `instead_of`, raises AnotherInForce where
    that version is not the one to replace.
    Everybody is to be worked out again: `app.assignments.refreshing.refresh_some` does it in batches afterwards.
    Call it inside `app.database.writing()`.
    """
    programme = parsed(source)
    organisation = db.session.scalars(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    ).one()
    newest = _newest(organisation_id)
    if newest is not None and newest.source == source:
        return newest.version
    known = newest.version if newest else 0
    if instead_of is not None and instead_of != known:
        raise AnotherInForce(known)
    version = known + 1
    db.session.add(
        Programme(
            organisation_id=organisation_id,
            version=version,
            name=programme.name,
            source=source,
            applied_on=clock.today(organisation.time_zone),
            applied_at=now,
            applied_by_id=applied_by_id,
        )
    )
    _bring_courses(organisation_id, source)
    db.session.flush()
    mark_everybody(organisation_id)
    return version


def _newest(organisation_id: int) -> Programme | None:
    query = select(Programme).where(Programme.organisation_id == organisation_id)
    return db.session.scalar(query.order_by(Programme.version.desc()).limit(1))


def _bring_courses(organisation_id: int, source: str) -> None:
    mine = select(Course.slug).where(Course.organisation_id == organisation_id)
    known = {*db.session.scalars(mine), *db.session.scalars(select(Module.slug))}
    for each in parsed(source).courses:
        if each.slug not in known:
            db.session.add(
                Course(
                    organisation_id=organisation_id,
                    slug=each.slug,
                    title=each.title,
                    level=each.level,
                    valid_months=each.valid_months,
                )
            )
