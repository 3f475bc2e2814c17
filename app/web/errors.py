"""What people read when something goes wrong: what happened, that nothing is lost, what to do."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.web.access import Who, ask_to_sign_in, declared_access, page_behind
from app.web.database_trouble import Trouble, trouble_of

RETRY_SECONDS = {Trouble.BUSY: 10, Trouble.CANNOT_WRITE: 60}


@dataclass(frozen=True, slots=True)
class Explanation:
    heading: str
    sentences: tuple[str, ...]


def explain(code: int) -> Explanation:
    """The words for an HTTP status; those of 500 for one that has none of its own."""
    explanations = {
        400: Explanation(
            _("We could not read what was sent"),
            (_("Nothing was changed. Go back to the page, check it and send it again."),),
        ),
        403: Explanation(
            _("This page is not for your account"),
            (_("If you think that you need it, ask your training lead. What you have done so far is kept."),),
        ),
        404: Explanation(
            _("Page not found"),
            (
                _("If you typed the address, check it. If you followed a link, the page may have moved."),
                _("What you have done so far is kept."),
            ),
        ),
        405: Explanation(
            _("This address cannot be used like that"),
            (_("Nothing was changed. Start again from My training."),),
        ),
        413: Explanation(_("That is too large"), (_("Nothing was changed. Send something smaller."),)),
        429: Explanation(
            _("Too many tries"),
            (_("Wait five minutes, then try again. If you have forgotten your password, ask your training lead."),),
        ),
        503: Explanation(
            _("The service is busy"),
            (_("Wait a few seconds, then try again. Every answer that we told you was saved is kept."),),
        ),
    }
    broken = Explanation(
        _("Something went wrong"),
        (_("We have made a note of it. Every answer that we told you was saved is kept. Try again in a few minutes."),),
    )
    return explanations.get(code, broken)


def explain_unsaved() -> Explanation:
    """The words for something sent that cannot be saved, while reading goes on."""
    return Explanation(
        _("Nothing can be saved just now"),
        (
            _("What you have just sent was not saved. Try again in a few minutes. You can go on reading."),
            _("Every answer that we told you was saved is kept."),
        ),
    )


def page(code: int) -> ResponseReturnValue:
    explanation = explain(code)
    return render_template("errors/page.html", explanation=explanation, code=code), code


def _on_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    try:
        answer = current_app.make_response(page(error.code or 500))
    except SQLAlchemyError:
        current_app.logger.exception("a page could not be drawn, because the database is not available")
        answer = current_app.make_response((plain_page(explain(503)), 503))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _on_stale_form(error: CSRFError) -> ResponseReturnValue:
    """A form from before the session ended: sign in and go on. Any other is refused."""
    allowed = declared_access(current_app, request.endpoint or "") or frozenset()
    if not current_user.is_authenticated and Who.ANYONE not in allowed:
        return ask_to_sign_in()
    return render_template("errors/stale_form.html", path=page_behind()), 400


def _on_database(error: SQLAlchemyError) -> ResponseReturnValue:
    trouble = trouble_of(error)
    if trouble is None:
        raise error
    current_app.logger.error("database not available: %s", error)
    is_unsaved = trouble is Trouble.CANNOT_WRITE and request.method == "POST"
    explanation = explain_unsaved() if is_unsaved else explain(503)
    return plain_page(explanation), 503, {"Retry-After": str(RETRY_SECONDS[trouble])}


def _on_fault(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected fault")
    return plain_page(explain(500)), 500


def plain_page(explanation: Explanation) -> str:
    """A page that asks the database nothing, not even who is reading it."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    return current_app.jinja_env.get_template("errors/busy.html").render(explanation=explanation)


def explain_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_stale_form)
    app.register_error_handler(SQLAlchemyError, _on_database)
    app.register_error_handler(500, _on_fault)
