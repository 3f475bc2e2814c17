"""The PDF that a learner downloads: signed, or not handed out."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.documents.keys import KEY_FILE, KeyFolder
from app.documents.pdf_check import PdfState, check_pdf
from app.models import Certificate
from app.web.signing import rotate_key, signing_key, trusted_certificates
from tests.certificates.signed_pdf import download
from tests.client import StrictClient
from tests.poppler import signatures


def test_it_is_genuine_and_carries_its_number(reader: StrictClient, certificate: Certificate) -> None:
    verdict = check_pdf(download(reader, certificate), trusted_certificates())
    assert (verdict.state, verdict.number) == (PdfState.GENUINE, certificate.number)
    assert verdict.key_id == signing_key().id


def test_other_software_finds_the_signature_valid(
    reader: StrictClient, certificate: Certificate, tmp_path: Path
) -> None:
    data = download(reader, certificate)
    assert "Signature Validation: Signature is Valid." in signatures(data, tmp_path)
    assert "Total document signed" in signatures(data, tmp_path)
    at = data.index(b"/CertificateNumber") + 22
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    assert "Signature is Valid" not in signatures(changed, tmp_path)


def test_a_flipped_byte_is_noticed_anywhere(reader: StrictClient, certificate: Certificate) -> None:
    data, trusted = download(reader, certificate), trusted_certificates()
    for at in range(20, len(data), len(data) // 12):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert check_pdf(changed, trusted).state != PdfState.GENUINE, at


def test_it_stays_genuine_when_the_key_is_rotated(
    reader: StrictClient, certificate: Certificate, keys_folder: Path
) -> None:
    before, old = download(reader, certificate), signing_key().id
    rotate_key()
    after = download(reader, certificate)
    verdicts = [check_pdf(data, trusted_certificates()) for data in (before, after)]
    assert [verdict.state for verdict in verdicts] == [PdfState.GENUINE] * 2
    assert [verdict.key_id for verdict in verdicts] == [old, signing_key().id]
    assert verdicts[0].key_id != verdicts[1].key_id


@pytest.fixture(scope="module")
def another_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other") / "keys"
    KeyFolder(folder).make_first()
    return folder


def swap_key(folder: Path, other: Path) -> None:
    shutil.copy(other / KEY_FILE, folder / KEY_FILE)


def lose_key(folder: Path, other: Path) -> None:
    (folder / KEY_FILE).unlink()


def break_key(folder: Path, other: Path) -> None:
    (folder / KEY_FILE).write_text("half a k")


@pytest.mark.parametrize("harm", [swap_key, lose_key, break_key])
def test_without_the_right_key_there_is_no_pdf_but_a_page_that_says_so(
    harm: Callable[[Path, Path], None],
    reader: StrictClient,
    certificate: Certificate,
    keys_folder: Path,
    another_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    download(reader, certificate)
    harm(keys_folder, another_folder)
    with caplog.at_level(logging.ERROR):
        page = reader.get(f"/certificates/{certificate.number}.pdf", expect=503)
    assert page.heading == "We could not sign this certificate"
    assert "your certificate is valid" in page.words
    assert f"certificate {certificate.number} not signed" in caplog.text
    assert reader.get(f"/certificates/{certificate.number}").heading == "Certificate"
