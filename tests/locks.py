"""What the database is asked to lock or to change in a stretch of code, in order, as both databases would be asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import ClauseElement, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState

from app.extensions import db


@contextmanager
def locks() -> Iterator[list[str]]:
    """SQL as PostgreSQL would get it: SQLite, which has one writer at a time, is never told of locks."""
    seen: list[str] = []

    def note(state: ORMExecuteState) -> None:
        words = " ".join(str(cast(ClauseElement, state.statement).compile(dialect=_DIALECT)).lower().split())
        if " for no key update" in words or " for update" in words or words.startswith("update "):
            seen.append(words)

    event.listen(db.session, "do_orm_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.session, "do_orm_execute", note)


_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
