"""The programme that is in force in an organisation."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Select, func, or_, select

from app.content.programmes.reading import read_programme
from app.extensions import db
from app.models import Programme as ProgrammeRow
from app.rules.programmes.requirements import Programme

NOTHING = Programme("", ())


@dataclass(frozen=True, slots=True)
class InForce:
    """A programme with its version, which is 0 before the first is applied."""

    version: int
    programme: Programme


def in_force(organisation_id: int) -> InForce:
    return _newest(_versions(organisation_id))


def in_force_on(organisation_id: int, day: date) -> InForce:
    """What was in force at the end of a day; of days before the first version, what was at the end of its day."""
    first = select(func.min(ProgrammeRow.applied_on)).where(ProgrammeRow.organisation_id == organisation_id)
    by_then = or_(ProgrammeRow.applied_on <= day, ProgrammeRow.applied_on == first.scalar_subquery())
    return _newest(_versions(organisation_id).where(by_then))


def begins_on(organisation_id: int) -> date | None:
    """The day on which the organisation's first version came into force; None where it has none."""
    mine = ProgrammeRow.organisation_id == organisation_id
    return db.session.scalar(select(func.min(ProgrammeRow.applied_on)).where(mine))


def versions_by_day(organisation_id: int) -> list[tuple[date, Programme]]:
    """What was in force at the end of each day on which a version was applied, oldest first."""
    query = select(ProgrammeRow.applied_on, ProgrammeRow.source).where(ProgrammeRow.organisation_id == organisation_id)
    last_of_day = dict(db.session.execute(query.order_by(ProgrammeRow.version)).tuples().all())
    return [(day, parsed(source)) for day, source in sorted(last_of_day.items())]


def _versions(organisation_id: int) -> Select[tuple[int, str]]:
    query = select(ProgrammeRow.version, ProgrammeRow.source).where(ProgrammeRow.organisation_id == organisation_id)
    return query.order_by(ProgrammeRow.version.desc()).limit(1)


def _newest(versions: Select[tuple[int, str]]) -> InForce:
    row = db.session.execute(versions).first()
    return InForce(0, NOTHING) if row is None else InForce(row[0], parsed(row[1]))


@lru_cache(maxsize=64)
def parsed(source: str) -> Programme:
    """A source that was checked when it was applied."""
    return read_programme(source, "programme").programme
