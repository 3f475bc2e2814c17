"""The certificate as a PDF: one A4 page, drawn by xhtml2pdf from an escaped template, or not issued at all."""

import io
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pypdf import PdfWriter
from xhtml2pdf import pisa
from xhtml2pdf.builders.preflight import drop_idle_fonts
from xhtml2pdf.config.resources import ResourceAccessPolicy

from app.documents.brand_colour import legible
from app.documents.fonts import FontLibrary
from app.documents.pdf_properties import NUMBER_PROPERTY
from app.documents.printable import Refusal, UnprintableName
from app.documents.typesetting import Step, Style, set_text

__all__ = ["CertificateFacts", "CertificateLabels", "CertificateNotDrawn", "Detail", "Refusal", "UnprintableName"]

DISPLAY = ("EBGaramond-Medium", "NotoSerif-Regular")
SERIF = ("EBGaramond-Regular", "NotoSerif-Regular")
ITALIC = ("EBGaramond-Italic", "EBGaramond-Regular", "NotoSerif-Regular")
SANS = ("SourceSans3-Regular", "NotoSans-Regular")

STYLES = {
    "organisation": Style(DISPLAY, 640, (Step(22, 1), Step(17, 1), Step(14, 2), Step(10, 3))),
    "heading": Style(SERIF, 640, (Step(34, 1), Step(26, 1), Step(18, 2))),
    "presented": Style(ITALIC, 600, (Step(15, 1), Step(11, 2))),
    "name": Style(
        DISPLAY,
        640,
        (Step(50, 1), Step(44, 1), Step(38, 1), Step(36, 2), Step(28, 3), Step(20, 4), Step(15, 6), Step(11, 7)),
    ),
    "achievement": Style(ITALIC, 600, (Step(15, 1), Step(11, 2))),
    "course": Style(DISPLAY, 620, (Step(27, 1), Step(22, 1), Step(19, 2), Step(14, 3), Step(11, 4))),
    "detail_label": Style(SANS, 140, (Step(9.5, 1), Step(8, 2))),
    "detail": Style(SERIF, 140, (Step(16, 1), Step(13, 1), Step(11, 2), Step(9, 3))),
    "verify": Style(SANS, 580, (Step(9.5, 1), Step(8, 1))),
    "address": Style(SANS, 580, (Step(9.5, 1), Step(8, 1), Step(6.5, 2))),
}

_TEMPLATE = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
).get_template("certificate.html")

_DRAWING = threading.Lock()

logging.getLogger("xhtml2pdf").setLevel(logging.CRITICAL)
"""What it warns of quotes the page, and so the name."""


class CertificateNotDrawn(Exception):
    """xhtml2pdf reported a fault, so what it drew is not to be handed out."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A small heading and what stands below it: `Detail("Valid until", "12 January 2030")`."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CertificateLabels:
    """The words around the facts, in the certificate's language. `title` is the file's title and names nobody."""

    title: str
    heading: str
    presented: str
    achievement: str
    verify: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says. Dates come written out; `details` are one to four; `language` is a tag such as `cy`."""

    name: str
    course: str
    organisation: str
    colour: str
    details: tuple[Detail, ...]
    verify_url: str
    language: str
    labels: CertificateLabels


def render_certificate(facts: CertificateFacts, library: FontLibrary, number: str = "") -> bytes:
    """Raises UnprintableName for a text that would not come out as written, CertificateNotDrawn for any other fault.

    `number` is written into the file's properties, from where a check of the signature reads it back.
    """
    page = _TEMPLATE.render(
        texts={part: set_text(text, STYLES[part], library) for part, text in _texts(facts).items()},
        details=[
            (set_text(detail.label, STYLES["detail_label"], library), set_text(detail.value, STYLES["detail"], library))
            for detail in facts.details
        ],
        colour=legible(facts.colour),
        language=facts.language,
        title=facts.labels.title,
        qr=segno.make(facts.verify_url, error="m", micro=False).png_data_uri(scale=8, border=0),
    )
    return _finish(_draw(page), {"/Title": facts.labels.title} | ({NUMBER_PROPERTY: number} if number else {}))


def check_name(name: str, library: FontLibrary) -> None:
    """Raises UnprintableName where a certificate in this name would not be drawn."""
    set_text(name, STYLES["name"], library)


def _texts(facts: CertificateFacts) -> dict[str, str]:
    return {
        "organisation": facts.organisation,
        "heading": facts.labels.heading,
        "presented": facts.labels.presented,
        "name": facts.name,
        "achievement": facts.labels.achievement,
        "course": facts.course,
        "verify": facts.labels.verify,
        "address": facts.verify_url,
    }


def _draw(page: str) -> bytes:
    """reportlab and xhtml2pdf keep fonts in module globals, so one certificate is drawn at a time."""
    pdf = io.BytesIO()
    with _DRAWING:
        result = pisa.CreatePDF(page, dest=pdf, encoding="utf-8", resource_policy=ResourceAccessPolicy.server())
    if result.err or result.warn:
        raise CertificateNotDrawn(f"{result.err} errors, {result.warn} warnings")
    return pdf.getvalue()


def _finish(drawn: bytes, properties: dict[str, str]) -> bytes:
    """Without the unembedded Helvetica that reportlab opens each page in and never prints with."""
    pdf = PdfWriter(clone_from=io.BytesIO(drawn))
    if len(pdf.pages) != 1:
        raise CertificateNotDrawn(f"{len(pdf.pages)} pages")
    drop_idle_fonts(pdf)
    pdf.pdf_header = "%PDF-1.7"
    pdf.metadata = properties
    finished = io.BytesIO()
    pdf.write(finished)
    return finished.getvalue()
