from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.certificates import records
from app.certificates.pdf import draw, verify_url
from app.certificates.records import CertifiedCompletion
from app.documents.calendar import all_day_event
from app.documents.certificate import CertificateNotDrawn, Refusal, UnprintableName
from app.documents.fonts import FontsMissing
from app.rules.names import initials
from app.rules.validity import RENEWAL_WINDOW, Standing, standing
from app.web import clock
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.printing import why_not_printed
from app.web.signing import KeyFault
from app.web.visitor import visitor

certificates = Blueprint("certificates", __name__, template_folder="templates")

NOT_A_RESULT = 422
NOT_NOW = 503


@certificates.get("/certificates/<number>")
@open_to(Who.SIGNED_IN)
def certificate(number: str) -> ResponseReturnValue:
    found = _own(number)
    return render_template(
        "certificates/certificate.html",
        certificate=found,
        standing=_standing(found),
        Standing=Standing,
        verify_url=verify_url(found),
        may_rename=_may_rename(found),
    )


@certificates.post("/certificates/<number>/new-name")
@open_to(Who.SIGNED_IN)
def in_new_name(number: str) -> ResponseReturnValue:
    """Issue it again in the name that its owner has now; a second press leads to the one issued first."""
    found = _own(number)
    if found.replaced_by is None and not _may_rename(found):
        return redirect(url_for("certificates.certificate", number=number), 303)
    is_unprintable = why_not_printed(visitor().name) is not None
    issued = records.issue_in_new_name(visitor().id, found.id, clock.now(), is_unprintable=is_unprintable)
    tell(_("Your certificate is issued in the name you have now."))
    return redirect(url_for("certificates.certificate", number=issued), 303)


@certificates.get("/certificates/<number>.pdf")
@open_to(Who.SIGNED_IN)
def certificate_pdf(number: str) -> ResponseReturnValue:
    """The certificate to keep; a page that says why where it cannot be drawn."""
    found = _own(number)
    if found.withdrawn:
        return redirect(url_for("certificates.certificate", number=number), 303)
    try:
        data = draw(found)
    except UnprintableName as problem:
        current_app.logger.warning("certificate %s not drawn: %s", number, problem)
        reason = explain_refusal(problem.reason, problem.characters)
        return render_template("certificates/not_drawn.html", certificate=found, reason=reason), NOT_A_RESULT
    except (CertificateNotDrawn, FontsMissing):
        current_app.logger.exception("certificate %s not drawn", number)
        reason = _("The document could not be drawn.")
        return render_template("certificates/not_drawn.html", certificate=found, reason=reason), NOT_A_RESULT
    except KeyFault as fault:
        current_app.logger.error("certificate %s not signed: %s", number, fault)
        return render_template("certificates/not_drawn.html", certificate=found, not_signed=True), NOT_NOW
    return _file(data, "application/pdf", f"certificate-{number}.pdf")


@certificates.get("/certificates/<number>.ics")
@open_to(Who.SIGNED_IN)
def renewal_date(number: str) -> ResponseReturnValue:
    """A reminder for the learner's own calendar, in words that say nothing to others."""
    found = _own(number)
    if found.valid_until is None:
        abort(404)
    day = found.valid_until - RENEWAL_WINDOW
    event = all_day_event(
        f"{found.number}@waymark", day, _("Training renewal"), _("Renew: %(title)s", title=found.title), clock.now()
    )
    return _file(event, "text/calendar", "training-renewal.ics")


@certificates.get("/verify/<token>")
@open_to(Who.ANYONE)
def verify(token: str) -> ResponseReturnValue:
    """Whether a certificate is genuine, and no more about its owner than its reader can see on it."""
    found = records.certificate_with_token(token)
    page = render_template(
        "certificates/verify.html",
        certificate=found,
        initials=initials(found.name) if found else "",
        standing=_standing(found) if found else None,
        Standing=Standing,
        today=clock.today(found.time_zone if found else "Europe/London"),
    )
    return page, 200 if found else 404


def explain_refusal(reason: str, characters: str) -> str:
    """Why a name cannot be printed as it is written, in a sentence."""
    letters = " ".join(characters)
    sentences: dict[Refusal, str] = {
        Refusal.EMPTY: _("The certificate has no name."),
        Refusal.TOO_LONG: _("The name is longer than 200 characters."),
        Refusal.CONTROL: _("The name holds characters that cannot be seen."),
        Refusal.NEEDS_SHAPING: _("These letters would not be joined as they are written: %(letters)s", letters=letters),
        Refusal.NO_FONT: _("We have no typeface with these letters: %(letters)s", letters=letters),
    }
    return sentences[Refusal(reason)]


def _own(number: str) -> CertifiedCompletion:
    found = records.certificate_of(visitor().id, number)
    if found is None:
        abort(404)
    return found


def _may_rename(found: CertifiedCompletion) -> bool:
    return found.name != visitor().name and not found.withdrawn and found.replaced_by is None


def _standing(found: CertifiedCompletion) -> Standing:
    today = clock.today(found.time_zone)
    return standing(found.valid_until, today, superseded=found.superseded, withdrawn=found.withdrawn)


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
