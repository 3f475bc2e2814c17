"""Finding what a route is about."""

from typing import Literal

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from app.registers import records, signing
from app.registers.records import SessionFacts
from app.registers.signing import Register
from app.registers.wording import OBSTACLES
from app.rules.registers import Obstacle
from app.web.looks import look_at_register
from app.web.messages import tell
from app.web.visitor import visitor


def session_of(session_id: int) -> SessionFacts:
    """A session of the visitor's organisation."""
    return records.find(visitor().organisation.id, session_id) or abort(404)


def register_of(session_id: int, what: Literal["list", "file"] = "list") -> Register:
    """The same with the people on its register; that the visitor sees them, or takes them away, is recorded first."""
    session = session_of(session_id)
    look_at_register(visitor(), session_id, what)
    return signing.with_lines(session, visitor().today)


def signed_already(session_id: int) -> ResponseReturnValue:
    """What a signed register answers to whoever would change it."""
    return cannot_be(session_id, Obstacle.SIGNED)


def cannot_be(session_id: int, obstacle: Obstacle) -> ResponseReturnValue:
    """Back to the session with why that cannot be done."""
    tell(str(OBSTACLES[obstacle]))
    return redirect(url_for("registers.session", session_id=session_id), 303)
