"""Whether a PDF is a certificate that we signed, as it was signed."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.documents.event_loop import result_of
from app.documents.keys import load_certificate
from app.documents.pdf_properties import NUMBER_PROPERTY

MOST_BYTES = 2_000_000


class PdfState(StrEnum):
    """CHANGED names a key of ours and is not, or no longer, what that key signed. NOT_OURS is any other PDF."""

    GENUINE = "genuine"
    CHANGED = "changed"
    NOT_OURS = "not-ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """`number` is the certificate number that the signature vouches for, of a changed file that of its signed part."""

    state: PdfState
    number: str = ""
    key_id: str = ""


def check_pdf(data: bytes, trusted: Mapping[str, str]) -> PdfVerdict:
    """`trusted` is key id to certificate (PEM). Raises KeyUnusable for one that is none; `data` may be anything."""
    certificates = {key_id: _certificate(pem) for key_id, pem in trusted.items()}
    if len(data) > MOST_BYTES:
        return PdfVerdict(PdfState.UNREADABLE)
    try:
        found = _signature_by(certificates, data)
    except Exception:  # pyHanko and asn1crypto raise whatever a hostile file leads them to
        return PdfVerdict(PdfState.UNREADABLE)
    if found is None:
        return PdfVerdict(PdfState.NOT_OURS)
    key_id, end = found
    try:
        return _judge(data, end, key_id, certificates[key_id])
    except Exception:
        return PdfVerdict(PdfState.CHANGED, key_id=key_id)


def _judge(data: bytes, end: int, key_id: str, certificate: x509.Certificate) -> PdfVerdict:
    signed = data[:end]
    if not _is_as_signed(signed, certificate):
        return PdfVerdict(PdfState.CHANGED, key_id=key_id)
    state = PdfState.GENUINE if signed == data else PdfState.CHANGED
    return PdfVerdict(state, _number(signed), key_id)


def _certificate(pem: str) -> x509.Certificate:
    return x509.Certificate.load(load_certificate(pem).public_bytes(Encoding.DER))


def _signature_by(certificates: Mapping[str, x509.Certificate], data: bytes) -> tuple[str, int] | None:
    """The key that the first signature by one of ours names, and where the part it signs ends."""
    for signature in PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures:
        key_id = hashlib.sha256(signature.signer_cert.public_key.dump()).hexdigest()[:16]
        if key_id in certificates:
            return key_id, int(signature.byte_range[2]) + int(signature.byte_range[3])
    return None


def _is_as_signed(data: bytes, certificate: x509.Certificate) -> bool:
    [signature] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = result_of(async_validate_pdf_signature(signature, trust, skip_diff=True))
    return (
        status.bottom_line
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and signature.docmdp_level is MDPPerm.NO_CHANGES
        and _container(data, signature) == _expected_container(signature, certificate)
    )


def _container(data: bytes, signature: EmbeddedPdfSignature) -> bytes:
    _, start, end, _ = signature.byte_range
    return data[start:end]


def _expected_container(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> bytes:
    """The bytes between the signed ones, to the last: they hold the signature, and no signature covers them."""
    room = signature.byte_range[2] - signature.byte_range[1] - 2
    return b"<" + _message(signature.signer_info, certificate).hex().upper().encode().ljust(room, b"0") + b">"


def _message(signer: cms.SignerInfo, certificate: x509.Certificate) -> bytes:
    """The CMS message (RFC 5652) as `app.documents.signing` has it made, around what `signer` signed."""
    sha256 = {"algorithm": "sha256"}
    issued = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signed = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(issued)}),
        "digest_algorithm": sha256,
        "signature_algorithm": {"algorithm": "sha256_rsa"},
        "signed_attrs": signer["signed_attrs"],
        "signature": signer["signature"],
    }
    content = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signed],
    }
    message = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})
    return bytes(message.dump())


def _number(data: bytes) -> str:
    return str(PdfFileReader(io.BytesIO(data)).trailer["/Info"].get(NUMBER_PROPERTY, ""))
