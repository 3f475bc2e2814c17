"""Certificates as signed PDFs (PAdES, no changes allowed)."""

import io
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from app.documents.event_loop import result_of
from app.documents.keys import SigningKey

FIELD = "Signature"
DIGEST = "sha256"
RESERVED = 5120
"""Characters of hexadecimal, twice the bytes of the signature, which has about 1,850 with its certificate."""


def sign_pdf(pdf: bytes, key: SigningKey, at: datetime) -> bytes:
    """`pdf` certified by `key`, invisibly, so that any later change breaks it. `at` is an aware time."""
    writer = _Revision(io.BytesIO(pdf))
    steps = PdfCMSEmbedder().write_cms(field_name=FIELD, writer=writer)
    next(steps)
    place = SignatureObject(at, SigSeedSubFilter.PADES, name=signer_name(key.id), bytes_reserved=RESERVED)
    certified = SigMDPSetup(md_algorithm=DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(sig_placeholder=place, mdp_setup=certified))
    digest, signed = steps.send(SigIOSetup(md_algorithm=DIGEST, output=io.BytesIO()))
    steps.send(result_of(_Signer(key).async_sign(digest.document_digest, DIGEST, use_pades=True)))
    return bytes(signed.getvalue())


def signer_name(key_id: str) -> str:
    return f"Waymark signing key {key_id}"


class _Revision(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """Leaves the properties as they are, where pyHanko would ask the machine's clock and name itself."""


class _Signer(Signer):
    """Hands the signing to the key, so that its private half is not copied about."""

    def __init__(self, key: SigningKey) -> None:
        certificate = asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
        mechanism = cms.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
        super().__init__(signing_cert=certificate, signature_mechanism=mechanism)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign(data)
