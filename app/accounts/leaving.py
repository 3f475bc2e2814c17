"""The way out, which has to work whatever else is broken."""

from flask import current_app
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import records
from app.database import writing
from app.web.visitor import visitor

NEUTRAL_PLACE = "https://www.bbc.co.uk/weather"


def leave(*, end_session: bool) -> str:
    """End the visitor's session if asked to, and return where to go. A database that fails holds nobody back."""
    try:
        if not current_user.is_authenticated:
            return NEUTRAL_PLACE
        person = visitor()
        if end_session:
            with writing():
                records.end_session(person.session_id)
        return person.organisation.exit_url
    except SQLAlchemyError:
        current_app.logger.exception("a session could not be ended on the way out")
        return NEUTRAL_PLACE
