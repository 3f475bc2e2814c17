"""The limit for certificates: the same page by bare reportlab, every place known beforehand and nothing checked."""

import io
import threading
from functools import cache

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from config import ROOT

FONTS = ROOT / "app" / "static" / "fonts"
WIDTH, HEIGHT = landscape(A4)
TITLE, TEXT, ITALIC, SMALL = (
    "EBGaramond_500Medium",
    "EBGaramond_400Regular",
    "EBGaramond_400Regular_Italic",
    "SourceSans3_400Regular",
)
ADDRESS = "http://127.0.0.1:8000/verify/abcdefghijklmnopqrstuvwxyz012345"


_DRAWING = threading.Lock()
"""reportlab numbers a font's letters in the font itself, so one page is drawn at a time."""


@cache
def _registered() -> bool:
    for name in (TITLE, TEXT, ITALIC, SMALL):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    return True


def bare_certificate(name: str) -> bytes:
    """One A4 page with four typefaces embedded and a QR code."""
    with _DRAWING:
        assert _registered()
        return _draw(name)


def _draw(name: str) -> bytes:
    pdf = io.BytesIO()
    canvas = Canvas(pdf, pagesize=(WIDTH, HEIGHT))
    canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
    lines = (
        (90, TITLE, 22, "Northgate Council"),
        (140, TEXT, 34, "Certificate of completion"),
        (190, ITALIC, 15, "This certifies that"),
        (250, TITLE, 44, name),
        (290, ITALIC, 15, "has completed"),
        (330, TITLE, 27, "Level 1 awareness"),
        (380, TEXT, 16, "12 January 2027    12 January 2030    ABCD-EFGH-JKLM"),
        (520, SMALL, 9.5, "Anyone can check this certificate here:"),
        (535, SMALL, 9.5, ADDRESS),
    )
    for down, font, size, text in lines:
        canvas.setFont(font, size)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - down, text)
    qr = io.BytesIO()
    segno.make(ADDRESS, error="m", micro=False).save(qr, kind="png", scale=8, border=0)
    qr.seek(0)
    canvas.drawImage(ImageReader(qr), WIDTH / 2 - 35, 85, 70, 70)
    canvas.showPage()
    canvas.save()
    return pdf.getvalue()
