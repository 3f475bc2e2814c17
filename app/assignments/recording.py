"""Writing into the table of assignments what was decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import cast

from sqlalchemy import Table, delete, update

from app.assignments.bulk import insert_rows, update_rows
from app.assignments.counting import Cell, move_counts
from app.assignments.deciding import Changes, Plain
from app.extensions import db
from app.models import Assignment as Row
from app.models import AssignmentRefresh
from app.rules.programmes.facts import Facts

AT_A_TIME = 1_000

_TABLE = cast(Table, Row.__table__)
_REFRESHES = cast(Table, AssignmentRefresh.__table__)


def record(organisation_id: int, decided: Iterable[Changes], today: date) -> None:
    """Write down what is decided, batch by batch; what is counted, once at the end."""
    counts = Counter[Cell]()
    for changes in decided:
        _close(changes.close, today)
        _remove(changes.remove)
        update_rows(_TABLE, Facts._fields, ("id",), changes.overwrite)
        _add(organisation_id, changes.add, today)
        mark(changes.next_days)
        counts.update(changes.counts)
    move_counts(organisation_id, counts)


def mark(days: dict[int, date | None]) -> None:
    """When each of these people is to be worked out next; None is never."""
    for some in _some([person_id for person_id, day in days.items() if day is None]):
        db.session.execute(delete(AssignmentRefresh).where(AssignmentRefresh.person_id.in_(some)))
    rows = [(person_id, day.isoformat()) for person_id, day in sorted(days.items()) if day is not None]
    otherwise = "ON CONFLICT (person_id) DO UPDATE SET refresh_on = excluded.refresh_on"
    insert_rows(_REFRESHES, ("person_id", "refresh_on"), rows, otherwise)


def _close(ids: list[int], today: date) -> None:
    for some in _some(ids):
        db.session.execute(update(Row).where(Row.id.in_(some)).values(known_to=today))


def _remove(ids: list[int]) -> None:
    for some in _some(ids):
        db.session.execute(delete(Row).where(Row.id.in_(some)))


def _some(ids: list[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while some := list(islice(left, AT_A_TIME)):
        yield some


def _add(organisation_id: int, rows: list[Plain], today: date) -> None:
    columns = ("person_id", "requirement", *Facts._fields, "organisation_id", "known_from")
    same = organisation_id, today.isoformat()
    insert_rows(_TABLE, columns, [row + same for row in rows])
