"""The lines of training plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app.extensions import db
from app.models import PlanItem

Item = PlanItem
"""A line as it is kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is planned, as somebody has written it; `progress` is one of `app.rules.plans.Progress`."""

    title: str
    owner: str
    progress: str
    due_on: date | None
    note: str


def lines(organisation_id: int, year: int) -> Sequence[PlanItem]:
    """Of a year: what is due first comes first, what has no day last."""
    query = select(PlanItem).where(PlanItem.organisation_id == organisation_id, PlanItem.year == year)
    return db.session.scalars(query.order_by(PlanItem.due_on.is_(None), PlanItem.due_on, PlanItem.id)).all()


def years(organisation_id: int) -> list[int]:
    """The years that have a plan, newest first."""
    query = select(PlanItem.year).where(PlanItem.organisation_id == organisation_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def line(organisation_id: int, line_id: int) -> PlanItem | None:
    return db.session.scalar(
        select(PlanItem).where(PlanItem.id == line_id, PlanItem.organisation_id == organisation_id)
    )


def add(organisation_id: int, year: int, new: Line) -> None:
    db.session.add(PlanItem(organisation_id=organisation_id, year=year, **_values(new)))


def change(item: PlanItem, new: Line) -> None:
    for name, value in _values(new).items():
        setattr(item, name, value)


def remove(item: PlanItem) -> None:
    db.session.execute(delete(PlanItem).where(PlanItem.id == item.id))


def copy_unfinished(organisation_id: int, from_year: int, to_year: int) -> int:
    """Take over what is not complete, without its days, unless the other year has a line of that title; how many."""
    taken = {each.title for each in lines(organisation_id, to_year)}
    left = [each for each in lines(organisation_id, from_year) if each.progress != "complete"]
    new = [each for each in left if each.title not in taken]
    for each in new:
        add(organisation_id, to_year, Line(each.title, each.owner, each.progress, None, each.note))
    return len(new)


def _values(new: Line) -> dict[str, str | date | None]:
    return {
        "title": new.title,
        "owner": new.owner,
        "progress": new.progress,
        "due_on": new.due_on,
        "note": new.note,
    }
