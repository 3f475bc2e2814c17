"""The application as it must never be: it does not wait for the disk. The drill has to notice."""

from typing import Any

from sqlalchemy import event

from app.extensions import db
from wsgi import app

CARELESS = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit = off"}

with app.app_context():
    engine = db.engine


@event.listens_for(engine, "connect")
def do_not_wait(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(CARELESS[engine.dialect.name])
    cursor.close()
    connection.commit()


__all__ = ["app"]
