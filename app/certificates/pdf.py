"""The certificate as a signed PDF, with its words in the language of the page."""

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.certificates.records import CertifiedCompletion
from app.documents.certificate import CertificateFacts, CertificateLabels, Detail, render_certificate
from app.documents.signing import sign_pdf
from app.web import clock
from app.web.dates import long_date
from app.web.printing import fonts
from app.web.settings import settings
from app.web.signing import signing_key


def verify_url(certificate: CertifiedCompletion) -> str:
    """The public address, from the settings: never from what a browser says our name is."""
    return settings().public_url + url_for("certificates.verify", token=certificate.token)


def draw(certificate: CertifiedCompletion) -> bytes:
    """Raises KeyFault, and what `app.documents.certificate.render_certificate` does. Nothing unsigned leaves here."""
    key = signing_key()
    details = [Detail(_("Completed"), long_date(certificate.completed_on))]
    if certificate.valid_until:
        details.append(Detail(_("Valid until"), long_date(certificate.valid_until)))
    details.append(Detail(_("Certificate number"), certificate.number))
    facts = CertificateFacts(
        name=certificate.name,
        course=certificate.title,
        organisation=certificate.organisation,
        colour=certificate.colour,
        details=tuple(details),
        verify_url=verify_url(certificate),
        language=str(get_locale()).replace("_", "-"),
        labels=CertificateLabels(
            title=_("Certificate %(number)s", number=certificate.number),
            heading=_("Certificate of completion"),
            presented=_("This certifies that"),
            achievement=_("has completed"),
            verify=_("Anyone can check this certificate here:"),
        ),
    )
    return sign_pdf(render_certificate(facts, fonts(), certificate.number), key, clock.now())
