import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from app.documents import signing
from app.documents.certificate import render_certificate
from app.documents.event_loop import result_of
from app.documents.fonts import FontLibrary
from app.documents.keys import SigningKey
from app.documents.pdf_check import PdfState, PdfVerdict, check_pdf
from app.documents.signing import sign_pdf
from tests.documents.signed import NUMBER, SIGNED_AT, Signed
from tests.documents.test_certificate import FACTS, printed, watched
from tests.poppler import signatures

FLIPS = 300


def the_signature(pdf: bytes) -> EmbeddedPdfSignature:
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature


def opinion_of_pyhanko(pdf: bytes, key: SigningKey) -> PdfSignatureStatus:
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    return result_of(async_validate_pdf_signature(the_signature(pdf), trust))


def flipped(pdf: bytes, offset: int) -> bytes:
    """Bit 5, which changes a letter's case, so that even what reads the same has changed."""
    return pdf[:offset] + bytes([pdf[offset] ^ 0x20]) + pdf[offset + 1 :]


def spread(start: int, end: int, count: int) -> Iterator[int]:
    return (start + (end - start) * step // count for step in range(count))


def test_a_signed_certificate_is_genuine(signed: Signed) -> None:
    assert signed.check(signed.pdf) == PdfVerdict(PdfState.GENUINE, NUMBER, signed.key.id)


def test_pyhanko_holds_it_to_be_valid_certified_and_closed_to_changes(signed: Signed) -> None:
    status = opinion_of_pyhanko(signed.pdf, signed.key)
    assert status.bottom_line
    assert status.trusted
    signature = the_signature(signed.pdf)
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert signature.reader.root["/Perms"]["/DocMDP"] == signature.sig_object
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/M"] == "D:20270112093000Z"
    assert signed.key.id in signature.sig_object["/Name"]


def test_pdfsig_holds_it_to_be_valid(signed: Signed, tmp_path: Path) -> None:
    told = signatures(signed.pdf, tmp_path)
    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert f"Waymark signing key {signed.key.id}" in told
    assert "ETSI.CAdES.detached" in told


def test_signing_changes_nothing_that_is_seen(signed: Signed) -> None:
    assert signed.pdf.startswith(signed.plain)
    assert printed(signed.pdf) == printed(signed.plain)
    page = PdfReader(io.BytesIO(signed.pdf)).pages[0]
    [widget] = page["/Annots"]
    assert [float(edge) for edge in widget.get_object()["/Rect"]] == [0, 0, 0, 0]


def test_the_properties_name_nobody_and_no_machine(signed: Signed) -> None:
    properties = dict(PdfReader(io.BytesIO(signed.pdf)).metadata or {})
    assert properties == {"/Title": "Certificate", "/CertificateNumber": NUMBER}


def test_nothing_is_opened_while_a_certificate_is_signed(signed: Signed) -> None:
    with watched() as opened:
        sign_pdf(signed.plain, signed.key, SIGNED_AT)
    assert opened == []


def test_a_changed_byte_anywhere_is_noticed(signed: Signed) -> None:
    offsets = {*spread(0, len(signed.pdf), FLIPS), len(signed.pdf) - 1}
    passed = [offset for offset in offsets if signed.check(flipped(signed.pdf, offset)).state is PdfState.GENUINE]
    assert passed == []


def test_a_changed_byte_in_the_signature_itself_is_noticed(signed: Signed) -> None:
    """Its own bytes are covered by no signature: padding, the case of a digit, the certificate that it carries."""
    _, start, end, _ = the_signature(signed.pdf).byte_range
    offsets = {start, end - 1, *spread(start, end, FLIPS // 2)}
    passed = [offset for offset in offsets if signed.check(flipped(signed.pdf, offset)).state is PdfState.GENUINE]
    assert passed == []


def test_pdfsig_too_notices_a_changed_byte(signed: Signed, tmp_path: Path) -> None:
    start = signed.plain.index(b"stream") + 20
    for offset in spread(start, len(signed.plain), 12):
        told = signatures(flipped(signed.pdf, offset), tmp_path)
        assert "Signature is Valid" not in told


def test_a_change_to_what_is_signed_vouches_for_no_number(signed: Signed) -> None:
    changed = signed.pdf.replace(b"2M9X", b"2M9Y")
    assert changed != signed.pdf
    assert signed.check(changed) == PdfVerdict(PdfState.CHANGED, "", signed.key.id)


def updated(pdf: bytes) -> bytes:
    """With another title, as a later revision."""
    xref = len(pdf) + 1
    reader = PdfReader(io.BytesIO(pdf))
    title = b"99 0 obj\n<< /Title (Better) /CertificateNumber (WM-0000-0000) >>\nendobj\n"
    previous = int(pdf.rpartition(b"startxref")[2].split()[0])
    root = reader.trailer.raw_get("/Root").idnum
    table = b"xref\n99 1\n%010d 00000 n \n" % xref
    trailer = b"trailer\n<< /Size 100 /Root %d 0 R /Info 99 0 R /Prev %d >>\n" % (root, previous)
    return pdf + b"\n" + title + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (xref + len(title))


def test_a_later_revision_is_a_change_to_a_certificate_whose_number_is_known(signed: Signed) -> None:
    changed = updated(signed.pdf)
    assert PdfReader(io.BytesIO(changed)).metadata == {"/Title": "Better", "/CertificateNumber": "WM-0000-0000"}
    assert signed.check(changed) == PdfVerdict(PdfState.CHANGED, NUMBER, signed.key.id)


@pytest.mark.parametrize("added", [b"\n", b" ", b"%" + b"x" * 1000])
def test_bytes_at_the_end_are_a_change(signed: Signed, added: bytes) -> None:
    assert signed.check(signed.pdf + added).state is PdfState.CHANGED


@pytest.mark.parametrize(("before", "after"), [(b"%\n", b""), (b"\n", b""), (b"", b"%%EOF\n"), (b"", b"\0" * 2000)])
def test_what_only_reads_the_same_is_no_longer_genuine(signed: Signed, before: bytes, after: bytes) -> None:
    assert signed.check(before + signed.pdf + after).state is not PdfState.GENUINE


def test_what_was_signed_before_a_rotation_stays_genuine(signed: Signed, another_key: SigningKey) -> None:
    trusted = signed.trusted | {another_key.id: another_key.certificate_pem}
    assert check_pdf(signed.pdf, trusted).state is PdfState.GENUINE
    newer = sign_pdf(signed.plain, another_key, SIGNED_AT)
    assert check_pdf(newer, trusted) == PdfVerdict(PdfState.GENUINE, NUMBER, another_key.id)


def test_a_swapped_key_is_not_ours(signed: Signed, another_key: SigningKey) -> None:
    forged = sign_pdf(signed.plain, another_key, SIGNED_AT)
    assert opinion_of_pyhanko(forged, another_key).bottom_line
    assert signed.check(forged) == PdfVerdict(PdfState.NOT_OURS)
    assert check_pdf(signed.pdf, {}) == PdfVerdict(PdfState.NOT_OURS)


def test_a_forger_with_our_certificate_but_not_our_key_is_found_out(signed: Signed, another_key: SigningKey) -> None:
    forger = SigningKey(another_key.private, signed.key.certificate)
    assert signed.check(sign_pdf(signed.plain, forger, SIGNED_AT)) == PdfVerdict(PdfState.CHANGED, "", signed.key.id)


def test_our_signature_carried_over_to_another_certificate_is_found_out(
    signed: Signed, library: FontLibrary, another_key: SigningKey
) -> None:
    other = sign_pdf(render_certificate(FACTS, library, "WM-0000-0000"), another_key, SIGNED_AT)
    _, start, end, _ = the_signature(signed.pdf).byte_range
    _, other_start, other_end, _ = the_signature(other).byte_range
    forged = other[:other_start] + signed.pdf[start:end] + other[other_end:]
    assert signed.check(forged) == PdfVerdict(PdfState.CHANGED, "", signed.key.id)


def test_a_certificate_that_nobody_signed_is_not_ours(signed: Signed) -> None:
    assert signed.check(signed.plain) == PdfVerdict(PdfState.NOT_OURS)


def test_a_signature_that_allows_changes_is_not_what_we_sign(signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lenient:
        lenient.setattr(signing, "MDPPerm", SimpleNamespace(NO_CHANGES=MDPPerm.FILL_FORMS))
        pdf = sign_pdf(signed.plain, signed.key, SIGNED_AT)
    assert opinion_of_pyhanko(pdf, signed.key).bottom_line
    assert signed.check(pdf) == PdfVerdict(PdfState.CHANGED, "", signed.key.id)
