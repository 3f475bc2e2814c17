"""Whose assignments may have changed by what is written in a transaction."""

from collections.abc import Iterable

from app.extensions import db

_AFFECTED = "waymark.affected"


def affected(person_ids: Iterable[int]) -> None:
    """Have what is asked of these people worked out again before the open transaction is committed.

    Call it inside `app.database.writing()`.
    """
    db.session.info.setdefault(_AFFECTED, set()).update(person_ids)


def take_affected() -> set[int]:
    """Those whom this transaction has affected so far; then nobody."""
    found: set[int] = db.session.info.pop(_AFFECTED, set())
    return found
