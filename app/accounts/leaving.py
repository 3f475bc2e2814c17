"""The way out, which has to work whatever else is broken."""

from flask import current_app, session
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import records
from app.database import writing

NEUTRAL_PLACE = "https://www.bbc.co.uk/weather"
PATIENCE = 0.2
"""Seconds: somebody who has to leave does not wait for a database."""


def leave(*, end_session: bool) -> str:
    """End the visitor's session if asked to, and return where to go. A database that fails holds nobody back."""
    token = session.get("_user_id")
    if not isinstance(token, str):
        return NEUTRAL_PLACE
    try:
        place = records.exit_url(token)
        if end_session:
            with writing(PATIENCE):
                records.end_session_with(token)
    except SQLAlchemyError:
        current_app.logger.exception("a session could not be ended on the way out")
        return NEUTRAL_PLACE
    return place or NEUTRAL_PLACE
