import io
import logging
import random
import sys
import time
import zlib

import pytest
from pypdf import PdfWriter

from app.documents import bounded_pdf_check
from app.documents.bounded_pdf_check import check_pdf_bounded
from app.documents.keys import KeyUnusable
from app.documents.pdf_check import MOST_BYTES, PdfState, PdfVerdict, check_pdf
from tests.documents.signed import NUMBER, Signed

LIMIT, PROMPT = 5, 10
"""Seconds that a check may take, and with them what a busy machine needs to start a process."""


def elsewhere() -> bytes:
    pdf, file = PdfWriter(), io.BytesIO()
    pdf.add_blank_page(200, 200)
    pdf.metadata = {"/CertificateNumber": NUMBER}
    pdf.write(file)
    return file.getvalue()


def encrypted() -> bytes:
    pdf, file = PdfWriter(clone_from=io.BytesIO(elsewhere())), io.BytesIO()
    pdf.encrypt("secret", algorithm="RC4-128")
    pdf.write(file)
    return file.getvalue()


def made_of(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first its catalogue."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return bytes(body) + xref + trailer


def nested() -> bytes:
    return made_of(b"<< /Type /Catalog /AcroForm << /Fields " + b"[" * 400_000 + b"]" * 400_000 + b" >> >>")


def endless_fields() -> bytes:
    return made_of(b"<< /AcroForm << /Fields [2 0 R] >> >>", b"<< /T (a) /Kids [2 0 R 2 0 R] >>")


def doubling_fields() -> bytes:
    """Forty levels of two, which are a million million fields."""
    levels = [b"<< /T (a) /Kids [%d 0 R %d 0 R] >>" % (level + 1, level + 1) for level in range(2, 42)]
    return made_of(b"<< /AcroForm << /Fields [2 0 R] >> >>", *levels, b"<< /T (b) /FT /Sig >>")


def swollen() -> bytes:
    """Two thousand million bytes in the stream that holds the catalogue."""
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b"1 0 " + bytes(10**6)) for _ in range(1000)]) + packer.flush()
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    start = b"%PDF-1.7\n"
    held = b"2 0 obj\n" + stream % (len(packed), packed) + b"\nendobj\n"
    rows = b"\0\0\0\0" + b"\2\0\2\0" + b"\1\0\x09\0" + b"\1" + (len(start + held)).to_bytes(3, "big")
    rows = b"\0\0\0\0\0" + b"\2" + (2).to_bytes(3, "big") + b"\0" + b"\1" + len(start).to_bytes(3, "big") + b"\0"
    rows += b"\1" + len(start + held).to_bytes(3, "big") + b"\0"
    xref = b"3 0 obj\n<< /Type /XRef /W [1 3 1] /Size 4 /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    return start + held + xref % (len(rows), rows) + b"startxref\n%d\n%%%%EOF\n" % len(start + held)


def looped_table() -> bytes:
    pdf = elsewhere()
    place = pdf.rpartition(b"startxref\n")[2].split()[0]
    return pdf.replace(b"trailer\n<<", b"trailer\n<< /Prev " + place)


NOISE = random.Random(7).randbytes(MOST_BYTES)

UNREADABLE, NOT_OURS = PdfVerdict(PdfState.UNREADABLE), PdfVerdict(PdfState.NOT_OURS)

FOREIGN = {
    "empty": (b"", UNREADABLE),
    "text": ("Certificate of completion: Siân\n".encode() * 100, UNREADABLE),
    "mark alone": (b"%PDF-1.7\n%%EOF", UNREADABLE),
    "noise": (NOISE, UNREADABLE),
    "marked noise": (b"%PDF-1.7\n" + NOISE[:-9], UNREADABLE),
    "too large": (b"%PDF-1.7\n" + bytes(MOST_BYTES), UNREADABLE),
    "from elsewhere": (elsewhere(), NOT_OURS),
    "encrypted": (encrypted(), NOT_OURS),
    "no catalogue": (made_of(b"42"), UNREADABLE),
}

HOSTILE = {
    "zeros": (b"%PDF-1.7\n" + bytes(MOST_BYTES - 9), UNREADABLE),
    "nested": (nested(), UNREADABLE),
    "endless fields": (endless_fields(), UNREADABLE),
    "doubling fields": (doubling_fields(), UNREADABLE),
    "swollen": (swollen(), UNREADABLE),
    "looped table": (looped_table(), UNREADABLE),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_file_from_elsewhere_has_a_clear_answer(signed: Signed, what: str) -> None:
    data, expected = FOREIGN[what]
    assert signed.check(data) == expected


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_has_an_answer_in_time(signed: Signed, what: str) -> None:
    data, expected = HOSTILE[what]
    began = time.monotonic()
    assert check_pdf_bounded(data, signed.trusted, LIMIT) == expected
    assert time.monotonic() - began < PROMPT


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99, 0.9999])
def test_half_a_certificate_is_never_genuine(signed: Signed, share: float) -> None:
    verdict = signed.check(signed.pdf[: int(len(signed.pdf) * share)])
    assert verdict.state in {PdfState.UNREADABLE, PdfState.NOT_OURS}


def test_the_process_says_what_the_check_says(signed: Signed) -> None:
    for pdf in (signed.pdf, signed.pdf + b"\n", signed.plain):
        assert check_pdf_bounded(pdf, signed.trusted) == signed.check(pdf)


def test_a_check_that_takes_too_long_is_stopped(
    signed: Signed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bounded_pdf_check, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert check_pdf_bounded(signed.pdf, signed.trusted, seconds=0.5) == UNREADABLE
    assert time.monotonic() - began < 5
    assert "stopped after 0.5 seconds" in caplog.text


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import os; os.abort()", "print('{}')"])
def test_a_process_that_fails_has_found_nothing_genuine(
    signed: Signed, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(bounded_pdf_check, "_COMMAND", (sys.executable, "-c", code))
    assert check_pdf_bounded(signed.pdf, signed.trusted) == UNREADABLE


def test_a_spoilt_certificate_among_the_trusted_is_our_fault_and_said(signed: Signed) -> None:
    with pytest.raises(KeyUnusable):
        check_pdf(signed.pdf, {"0123456789abcdef": "spoilt"})
