"""Badges: on the learner's own wish, and checked from public addresses alone."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.extensions import db
from app.ledger.corrections import withdraw
from app.ledger.entries import Origin
from app.models import Certificate, LogEntry, Person
from app.web.signing import rotate_key
from tests.client import StrictClient
from tests.factories import complete

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def wish(client: StrictClient, certificate: Certificate) -> Any:
    page = client.get(f"/certificates/{certificate.number}/badge")
    return client.submit(page.form("Download my badge"), expect=200)


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def fetch_json(client: StrictClient, address: str) -> dict[str, Any]:
    assert address.startswith("http://localhost/")
    response = client.fetch(urlsplit(address).path)
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in response.headers
    return response.get_json()  # type: ignore[no-any-return]


def read_badge(stranger: StrictClient, token: str) -> dict[str, Any]:
    """What a badge says, if it is signed by the key that it names (RFC 7515, RFC 8017), as any stranger reads it."""
    head, payload, signature = token.split(".")
    header = json.loads(decoded(head))
    assert header["alg"] == "RS256"
    key = fetch_json(stranger, header["kid"])
    assert key in fetch_json(stranger, "http://localhost/.well-known/jwks.json")["keys"]
    n, e = (int.from_bytes(decoded(key[name]), "big") for name in ("n", "e"))
    size = (n.bit_length() + 7) // 8
    digest = SHA256_INFO + hashlib.sha256(f"{head}.{payload}".encode()).digest()
    expected = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    assert pow(int.from_bytes(decoded(signature), "big"), e, n).to_bytes(size, "big") == expected
    return json.loads(decoded(payload))  # type: ignore[no-any-return]


def test_a_badge_is_checked_from_public_addresses_alone(
    app: Flask, reader: StrictClient, certificate: Certificate
) -> None:
    response = wish(reader, certificate)
    assert response.mimetype == "application/vc+jwt"
    assert response.headers["Content-Disposition"] == f'attachment; filename="badge-{certificate.number}.jwt"'
    stranger = StrictClient(app)
    badge = read_badge(stranger, response.get_data(as_text=True))
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["credentialSubject"]["achievement"]["name"] == "Short module"
    assert badge["credentialSubject"]["achievement"]["achievementType"] == "CertificateOfCompletion"
    assert (badge["validFrom"], badge["validUntil"]) == ("2026-11-02T00:00:00Z", "2027-11-03T00:00:00Z")
    profile = fetch_json(stranger, badge["issuer"]["id"])
    assert profile["id"] == badge["issuer"]["id"] == badge["iss"]
    assert profile["name"] == badge["issuer"]["name"] == certificate.organisation_name


def test_it_says_nothing_of_the_person(
    app: Flask, reader: StrictClient, certificate: Certificate, owner: Person
) -> None:
    badge = read_badge(StrictClient(app), wish(reader, certificate).get_data(as_text=True))
    assert badge["credentialSubject"]["id"].startswith("urn:uuid:")
    written = json.dumps(badge, ensure_ascii=False)
    for secret in ("Siân", "Gwŷnn", owner.email, owner.reference, certificate.number, certificate.token):
        assert secret not in written


def test_each_certificate_has_a_holder_of_its_own_and_the_same_every_time(
    app: Flask, reader: StrictClient, certificate: Certificate, owner: Person
) -> None:
    other = complete(owner, course="other", title="Other course")
    stranger = StrictClient(app)
    holders = [
        read_badge(stranger, wish(reader, each).get_data(as_text=True))["credentialSubject"]["id"]
        for each in (certificate, other, certificate)
    ]
    assert holders[0] == holders[2] != holders[1]


def test_an_old_badge_is_still_signed_after_a_rotation(
    app: Flask,
    reader: StrictClient,
    certificate: Certificate,
    keys_folder: object,
) -> None:
    token = wish(reader, certificate).get_data(as_text=True)
    rotate_key()
    stranger = StrictClient(app)
    read_badge(stranger, token)
    read_badge(stranger, wish(reader, certificate).get_data(as_text=True))


def test_the_page_says_what_it_gives_away_before_anything_is_made(
    reader: StrictClient, certificate: Certificate
) -> None:
    page = reader.get(f"/certificates/{certificate.number}/badge")
    for expected in ("sensitive", "it is public", "cannot be taken back", "Your name"):
        assert expected in page.words


def test_there_are_none_for_certificates_that_do_not_count(
    reader: StrictClient, certificate: Certificate, owner: Person
) -> None:
    path = f"/certificates/{certificate.number}/badge"
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        signed_in = reader.sign_in(owner)
        page = signed_in.get(path)
        assert "This one is not any more" in page.words
        assert not page.document.xpath("//form[contains(@action, '/badge')]")
        signed_in.post(path, {"csrf_token": signed_in.token()}, expect=409)
    reader.sign_in(owner)
    entry = db.session.get_one(LogEntry, certificate.entry_id)
    with writing():
        withdraw(entry.organisation_id, entry.sequence, Origin(reason="other"), datetime(2026, 11, 16, tzinfo=UTC))
    reader.post(path, {"csrf_token": reader.token()}, expect=409)


def test_one_that_does_not_run_out(app: Flask, reader: StrictClient, owner: Person) -> None:
    badge = read_badge(StrictClient(app), wish(reader, complete(owner, valid_until=None)).get_data(as_text=True))
    assert "validUntil" not in badge


@pytest.mark.parametrize(
    "path", ["/badges/issuer/999999", f"/badges/issuer/{2**70}", "/badges/keys/x", "/badges/keys/ "]
)
def test_what_is_not_there_is_not_found(path: str, app: Flask) -> None:
    StrictClient(app).get(path, expect=404)
