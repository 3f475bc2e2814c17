"""The demo's accounts, whose password anybody can read, are served in the demo only."""

from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.models import Organisation
from app.web.settings import settings
from config import WrongSetting


def refuse_demo_accounts(app: Flask) -> None:
    """Raise WrongSetting where a database with the demo's organisation is served outside the demo.

    A database that is empty yet, or does not answer yet, is no reason not to start.
    """
    with app.app_context():
        if settings().demo:
            return
        try:
            name = _demo_organisation()
        except OperationalError as error:
            app.logger.warning("could not look for the demo's accounts: %s", error)
            return
        finally:
            db.engine.dispose()
    if name is not None:
        raise WrongSetting(
            f"The database holds the demo's {name}, with passwords that anybody can read. "
            "Set DATABASE_URL to a database of your own, or DEMO=1 for the demo."
        )


def _demo_organisation() -> str | None:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(Organisation.__tablename__):
            return None
        return connection.scalar(select(Organisation.name).where(Organisation.is_demo))
