"""Somebody holds a PDF: what a stranger learns of it, and what not."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from pypdf import PdfWriter
from sqlalchemy import delete, select, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.certificates import pdf_checks
from app.certificates.pdf_checks import CHECKS_PER_NETWORK
from app.database import writing
from app.documents.keys import KeyFolder
from app.documents.pdf_check import MOST_BYTES
from app.documents.signing import sign_pdf
from app.extensions import db
from app.models import Certificate, Person, SigningKeyRecord, SignInTry
from tests.certificates.signed_pdf import download
from tests.client import Page, StrictClient
from tests.conftest import NOW
from tests.factories import complete
from tests.web.test_matrix import without_secrets

pytestmark = pytest.mark.usefixtures("now")

NO_PDF = b"GIF89a, or something like it"


@pytest.fixture
def pdf(reader: StrictClient, certificate: Certificate) -> bytes:
    return download(reader, certificate)


@pytest.fixture
def stranger(app: Flask) -> StrictClient:
    return StrictClient(app)


def send(client: StrictClient, data: bytes, name: str = "certificate.pdf", *, expect: int = 200) -> Page:
    form = client.get("/verify").form("Check this PDF")
    boundary, body = encode_multipart(form.fields | {"pdf": FileStorage(io.BytesIO(data), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    response = client.send(form.method, form.action, data=body, content_type=kind)
    assert response.status_code == expect, response.status
    return client.follow(response) if expect == 303 else client.page_of(response)


def test_a_genuine_one_leads_to_what_its_certificate_is_worth(
    stranger: StrictClient, pdf: bytes, certificate: Certificate
) -> None:
    page = send(stranger, pdf, expect=303)
    assert page.path == f"/verify/{certificate.token}"
    assert page.heading == "This certificate is valid"
    assert "This PDF was issued by this service and has not been changed since." in page.words
    again = stranger.get(page.path)
    assert "This PDF was issued" not in again.words


def test_it_tells_no_more_than_the_address_does(
    stranger: StrictClient, pdf: bytes, certificate: Certificate, owner: Person
) -> None:
    text_of_page = send(stranger, pdf, expect=303).text
    for secret in ("Siân", "Gwŷnn", owner.email, certificate.organisation_name):
        assert secret not in text_of_page


def test_a_genuine_one_may_be_worth_nothing_any_more(
    stranger: StrictClient, pdf: bytes, certificate: Certificate, owner: Person
) -> None:
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        assert send(stranger, pdf, expect=303).heading == "This certificate has run out"
    complete(owner)
    assert send(stranger, pdf, expect=303).heading == "This certificate has been replaced by a newer one"


def test_a_genuine_one_whose_certificate_is_gone(stranger: StrictClient, pdf: bytes) -> None:
    with writing():
        db.session.execute(delete(Certificate))
    page = send(stranger, pdf)
    assert page.heading == "Certificate not found"
    assert "it shows nothing today" in page.words


def test_a_changed_one_says_nothing_of_its_certificate(
    stranger: StrictClient, pdf: bytes, certificate: Certificate
) -> None:
    at = pdf.index(b"/CertificateNumber") + 22
    for changed in (pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :], added_to(pdf)):
        page = send(stranger, changed)
        assert page.heading == "This PDF has been changed"
        for secret in (certificate.token, certificate.number, "Short module"):
            assert secret not in page.text


def added_to(pdf: bytes) -> bytes:
    """With a page after it, the signed part whole."""
    writer, changed = PdfWriter(io.BytesIO(pdf), incremental=True), io.BytesIO()
    writer.add_blank_page()
    writer.write(changed)
    assert changed.getvalue().startswith(pdf)
    return changed.getvalue()


def test_one_from_elsewhere_is_not_ours_whatever_it_says(
    stranger: StrictClient, pdf: bytes, tmp_path: Path, certificate: Certificate
) -> None:
    """With a number of ours, signed as we sign, by a key that is not ours."""
    elsewhere = KeyFolder(tmp_path / "keys").make_first()
    forged = sign_pdf(pdf[: pdf.index(b"%%EOF") + 6], elsewhere, datetime(2026, 11, 16, tzinfo=UTC))
    page = send(stranger, forged)
    assert page.heading == "This PDF is not from this service"
    assert certificate.token not in page.text


def test_a_key_that_we_never_had_proves_nothing(stranger: StrictClient, pdf: bytes) -> None:
    with writing():
        db.session.execute(delete(SigningKeyRecord))
    assert send(stranger, pdf).heading == "This PDF is not from this service"


@pytest.mark.parametrize("data", [NO_PDF, b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(500)])
def test_what_cannot_be_read_is_told(data: bytes, stranger: StrictClient) -> None:
    assert send(stranger, data).heading in {"We could not read this file", "This PDF is not from this service"}


def test_who_sends_nothing_is_told_to_choose_something(stranger: StrictClient) -> None:
    page = send(stranger, b"", name="", expect=400)
    assert "Choose the PDF that you want to check" in page.words


def test_a_file_that_is_too_large_is_told(stranger: StrictClient) -> None:
    page = send(stranger, b"%PDF-1.7\n" + bytes(MOST_BYTES), expect=413)
    assert "This file is larger than 2 MB" in page.words


def test_a_file_that_is_far_too_large_is_not_even_read(stranger: StrictClient) -> None:
    assert send(stranger, bytes(9_000_000), expect=413).heading == "That is too large"


def test_unknown_ones_look_the_same(stranger: StrictClient) -> None:
    pages = [send(stranger, data) for data in (NO_PDF, b"", b"\x00" * 5000)]
    assert len({without_secrets(page.text) for page in pages}) == 1


def test_a_form_that_is_not_ours_is_refused(stranger: StrictClient, pdf: bytes) -> None:
    stranger.post("/verify", {"pdf": (io.BytesIO(pdf), "certificate.pdf")}, expect=400)


def test_a_network_has_to_wait_after_many(stranger: StrictClient) -> None:
    for _ in range(CHECKS_PER_NETWORK):
        send(stranger, NO_PDF)
    page = send(stranger, NO_PDF, expect=429)
    assert "Wait five minutes" in page.words
    with time_machine.travel(NOW + timedelta(minutes=5, seconds=1), tick=False):
        send(stranger, NO_PDF)
        assert len(db.session.scalars(select(SignInTry)).all()) == 1, "what is old is swept out"


def test_it_counts_apart_from_wrong_passwords(stranger: StrictClient) -> None:
    for _ in range(CHECKS_PER_NETWORK):
        send(stranger, NO_PDF)
    page = stranger.get("/sign-in")
    stranger.submit(page.form("Sign in"), email="nobody@example.org", password="three words", expect=400)


def test_no_address_of_a_network_is_kept(stranger: StrictClient) -> None:
    send(stranger, NO_PDF)
    kept = db.session.execute(text("SELECT account, network FROM sign_in_tries")).one()
    assert "127.0.0.1" not in " ".join(kept)


def test_while_one_is_checked_another_is_asked_to_come_back(stranger: StrictClient) -> None:
    with pdf_checks._ONE_AT_A_TIME:
        page = send(stranger, NO_PDF, expect=503)
    assert page.response.headers["Retry-After"] == "5"
    assert page.heading == "The service is busy"
    send(stranger, NO_PDF)


def test_the_page_of_an_address_leads_here(stranger: StrictClient, certificate: Certificate) -> None:
    page = stranger.get(f"/verify/{certificate.token}")
    assert stranger.get(page.link("Check a PDF")).heading == "Check a PDF"
