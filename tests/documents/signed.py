"""A certificate, signed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.documents.keys import SigningKey
from app.documents.pdf_check import PdfVerdict, check_pdf

NUMBER = "WM-7K4Q-2M9X"
SIGNED_AT = datetime(2027, 1, 12, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signed:
    plain: bytes
    pdf: bytes
    key: SigningKey

    @property
    def trusted(self) -> dict[str, str]:
        return {self.key.id: self.key.certificate_pem}

    def check(self, pdf: bytes) -> PdfVerdict:
        return check_pdf(pdf, self.trusted)
