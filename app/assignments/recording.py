"""Writing into the table of assignments what was decided."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from app.assignments.bulk import insert_rows
from app.assignments.counting import move_counts
from app.assignments.deciding import Changes, Facts, Key
from app.extensions import db
from app.models import Assignment as Row
from app.models import AssignmentRefresh

AT_A_TIME = 1_000

_TABLE = cast(Table, Row.__table__)


def record(organisation_id: int, changes: Changes, today: date) -> None:
    _close(changes.close, today)
    _remove(changes.remove)
    _overwrite(changes.overwrite)
    _add(organisation_id, changes.add, today)
    move_counts(organisation_id, changes.counts)
    mark(changes.next_days)


def mark(days: dict[int, date | None]) -> None:
    """When each of these people is to be worked out next; None is never."""
    for some in _some([person_id for person_id, day in days.items() if day is None]):
        db.session.execute(delete(AssignmentRefresh).where(AssignmentRefresh.person_id.in_(some)))
    rows = [{"person_id": person_id, "refresh_on": day} for person_id, day in sorted(days.items()) if day is not None]
    if rows:
        kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        statement = kind.insert(AssignmentRefresh.__table__)
        statement = statement.on_conflict_do_update(
            index_elements=["person_id"], set_={"refresh_on": statement.excluded.refresh_on}
        )
        db.session.connection().execute(statement, rows)


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


def _overwrite(rows: list[tuple[int, Facts]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in Facts._fields}
        statement = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(values)
        db.session.connection().execute(statement, [{"row": id_, **facts._asdict()} for id_, facts in rows])


def _add(organisation_id: int, rows: list[tuple[Key, Facts]], today: date) -> None:
    columns = ("organisation_id", "known_from", "person_id", "requirement", *Facts._fields)
    insert_rows(_TABLE, columns, [(organisation_id, today, *key, *facts) for key, facts in rows])
