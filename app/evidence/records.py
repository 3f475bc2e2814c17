"""What an evidence pack is made of, as the database has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.models import Attendance, Edition, PlanItem, Programme, Team, TrainingSession
from app.rules.registers import Attended


@dataclass(frozen=True, slots=True)
class Held:
    """A session with how many attended all of it."""

    held_on: date
    course: str
    level: int
    method: str
    place: str
    delivered_by: str
    accreditation: str
    evidence: str
    is_signed: bool
    full: int


def sessions_held(organisation_id: int, since: date, until: date) -> Iterator[Held]:
    """Oldest first; nobody on a register is named."""
    row = TrainingSession
    query = (
        select(
            row.held_on,
            row.course_title,
            row.level,
            row.method,
            row.place,
            row.delivered_by,
            row.accreditation,
            row.evidence,
            row.signed_at.is_not(None),
            func.count().filter(Attendance.attended == Attended.FULL),
        )
        .outerjoin(Attendance, Attendance.session_id == row.id)
        .where(row.organisation_id == organisation_id, row.held_on >= since, row.held_on <= until)
        .group_by(row.id)
        .order_by(row.held_on, row.id)
    )
    for facts in db.session.execute(query).tuples():
        yield Held(*facts)


def versions_of_programme(organisation_id: int) -> list[tuple[int, str, date]]:
    """Number, name and day of each version, oldest first."""
    query = select(Programme.version, Programme.name, Programme.applied_on)
    rows = db.session.execute(query.where(Programme.organisation_id == organisation_id).order_by(Programme.version))
    return list(rows.tuples())


def programme_source(organisation_id: int, version: int) -> str:
    mine = Programme.organisation_id == organisation_id, Programme.version == version
    return db.session.scalar(select(Programme.source).where(*mine)) or ""


def published_on(edition_id: int) -> date:
    return db.session.get_one(Edition, edition_id).published_at.date()


def team_names(organisation_id: int) -> dict[int, str]:
    query = select(Team.id, Team.name).where(Team.organisation_id == organisation_id)
    return dict(db.session.execute(query).tuples().all())


def plan_of(organisation_id: int, year: int) -> list[tuple[str, str, str, date | None, str]]:
    item = PlanItem
    query = select(item.title, item.owner, item.progress, item.due_on, item.note)
    mine = item.organisation_id == organisation_id, item.year == year
    return list(db.session.execute(query.where(*mine).order_by(item.due_on.is_(None), item.due_on, item.id)).tuples())
