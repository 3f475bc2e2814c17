from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from app.certificates.forms import PdfForm
from app.certificates.pdf_checks import CheckingAlready, TooManyChecks, check
from app.documents.pdf_check import MOST_BYTES, PdfState
from app.web import clock
from app.web.access import Who, open_to
from app.web.messages import tell
from app.web.settings import settings
from app.web.uploads import takes_up_to

pdf_checks = Blueprint("pdf_checks", __name__, template_folder="templates")

MOST_RECEIVED = 8_000_000
"""More than is checked, so that somebody with a large file is told on our page and not cut off."""
RETRY_SECONDS = 5


@pdf_checks.get("/verify")
@open_to(Who.ANYONE)
def check_pdf() -> ResponseReturnValue:
    """Where somebody who holds a certificate as a PDF finds out whether it is genuine."""
    return _page(PdfForm())


@pdf_checks.post("/verify")
@open_to(Who.ANYONE)
@takes_up_to(MOST_RECEIVED)
def check_sent_pdf() -> ResponseReturnValue:
    form = PdfForm()
    if not form.validate_on_submit():
        return _page(form), 400
    data = form.pdf.data.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        form.pdf.errors = [_("This file is larger than 2 MB, so it is not a certificate as we issue them")]
        return _page(form), 413
    try:
        checked = check(data, request.remote_addr or "", clock.now())
    except TooManyChecks:
        form.pdf.errors = [_("Too many files were checked from your network. Wait five minutes, then try again.")]
        return _page(form), 429
    except CheckingAlready:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from None
    if checked.token is None:
        return _page(PdfForm(formdata=None), checked.state)
    tell(_("This PDF was issued by this service and has not been changed since. Here is what it is worth today."))
    return redirect(url_for("certificates.verify", token=checked.token), 303)


def _page(form: PdfForm, answer: PdfState | None = None) -> str:
    return render_template(
        "certificates/verify_file.html",
        form=form,
        answer=answer,
        PdfState=PdfState,
        address=settings().public_url + url_for("pdf_checks.check_pdf") + "/",
    )
