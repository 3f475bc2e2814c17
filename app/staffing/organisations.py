"""Organisations."""

from sqlalchemy import select

from app.extensions import db
from app.ledger.writing import open_log
from app.models import Organisation


def add_organisation(name: str, colour: str, time_zone: str, exit_url: str, *, is_demo: bool = False) -> Organisation:
    """A new organisation with an empty training log."""
    organisation = Organisation(name=name, colour=colour, time_zone=time_zone, exit_url=exit_url, is_demo=is_demo)
    db.session.add(organisation)
    db.session.flush()
    open_log(organisation.id)
    return organisation


def organisations() -> list[Organisation]:
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name)))


def lock_organisation(organisation_id: int) -> None:
    """Nobody else changes its teams or its people's line managers until this transaction ends.

    Call it inside `app.database.writing()`.
    """
    mine = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(mine.with_for_update(key_share=True))
