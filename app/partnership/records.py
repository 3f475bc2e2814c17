"""Partnerships, their organisations, and the counts of these."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.assignments.counts import counts_of_all
from app.assignments.in_force import in_force
from app.extensions import db
from app.models import Organisation, Partnership
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import Coverage, coverage_of
from app.web import clock


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement of an organisation with its coverage today."""

    key: str
    title: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of the partnership, with what it asks of its people."""

    id: int
    name: str
    asked: tuple[Asked, ...]


def partnership_of(organisation_id: int) -> Partnership | None:
    query = select(Partnership).join(Organisation, Organisation.partnership_id == Partnership.id)
    return db.session.scalar(query.where(Organisation.id == organisation_id))


def partners(partnership_id: int) -> list[Partner]:
    """By name. The queries grow with the organisations, not with their people."""
    query = select(Organisation).where(Organisation.partnership_id == partnership_id).order_by(Organisation.name)
    return [_partner(each, clock.today(each.time_zone)) for each in db.session.scalars(query).all()]


def _partner(organisation: Organisation, today: date) -> Partner:
    requirements = [
        each for each in in_force(organisation.id).programme.requirements if each.strength is Strength.MANDATORY
    ]
    counts = counts_of_all(organisation.id, requirements, today, today)
    asked = (Asked(each.key, each.title, coverage_of(counts[each.key])) for each in requirements)
    return Partner(organisation.id, organisation.name, tuple(asked))


def add_partnership(name: str) -> Partnership:
    partnership = Partnership(name=name)
    db.session.add(partnership)
    db.session.flush()
    return partnership


def find_partnership(name: str) -> Partnership | None:
    return db.session.scalar(select(Partnership).where(Partnership.name == name))


def partnerships() -> list[Partnership]:
    return list(db.session.scalars(select(Partnership).order_by(Partnership.name)))


def members(partnership_id: int) -> list[Organisation]:
    query = select(Organisation).where(Organisation.partnership_id == partnership_id)
    return list(db.session.scalars(query.order_by(Organisation.name)))
