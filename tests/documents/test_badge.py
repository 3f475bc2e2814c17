import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from app.documents.badge import BadgeFacts, Issuer, badge_jwt, issuer_profile, jwks, public_jwk
from app.documents.keys import KeyUnusable, SigningKey

ISSUER = Issuer("https://training.demo.example/badges/issuer", "Cyngor Siân", "https://www.demo.example/")

FACTS = BadgeFacts(
    id="https://training.demo.example/badges/7d1f1d2c",
    subject_id="urn:uuid:0b8c3a52-6f2e-4a57-9a0f-0d6d4b7b8a11",
    issuer=ISSUER,
    achievement_id="https://training.demo.example/badges/achievements/level-1-awareness",
    course="Level 1 awareness",
    description="Ymwybyddiaeth lefel 1 – a course of thirty minutes.",
    criteria="Read every lesson and pass the test.",
    valid_from=datetime(2027, 1, 12, 9, 30, 15, 250_000, tzinfo=UTC),
    valid_until=datetime(2030, 1, 13, tzinfo=UTC),
    key_url="https://training.demo.example/badges/keys/0123456789abcdef",
)

SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def decode(part: str) -> bytes:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", part)
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def number(part: str) -> int:
    return int.from_bytes(decode(part), "big")


def is_signed(token: str, jwk: dict[str, Any]) -> bool:
    """RSASSA-PKCS1-v1_5 with SHA-256 as RFC 8017 has it (8.2.2), from the published key alone."""
    signed, _, signature = token.rpartition(".")
    modulus = number(jwk["n"])
    length = (modulus.bit_length() + 7) // 8
    digest = SHA256_DIGEST_INFO + hashlib.sha256(signed.encode()).digest()
    expected = b"\0\1" + b"\xff" * (length - len(digest) - 3) + b"\0" + digest
    return pow(number(signature), number(jwk["e"]), modulus).to_bytes(length, "big") == expected


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload, _ = token.split(".")
    return json.loads(decode(header)), json.loads(decode(payload))


@pytest.fixture(scope="module")
def token(key: SigningKey) -> str:
    return badge_jwt(FACTS, key)


@pytest.fixture(scope="module")
def payload(token: str) -> dict[str, Any]:
    return parts(token)[1]


def test_a_badge_is_verified_from_the_published_keys_alone(token: str, key: SigningKey) -> None:
    [published] = json.loads(json.dumps(jwks({key.id: key.certificate_pem})))["keys"]
    assert is_signed(token, published)
    header, body, signature = token.split(".")
    forged = base64.urlsafe_b64encode(decode(body).replace(b"Level 1", b"Level 9")).rstrip(b"=").decode()
    assert not is_signed(f"{header}.{forged}.{signature}", published)


def test_the_header_has_what_the_standard_allows_and_nothing_else(token: str) -> None:
    assert parts(token)[0] == {"alg": "RS256", "kid": FACTS.key_url, "typ": "JWT"}


def test_the_claims_agree_with_the_credential(payload: dict[str, Any]) -> None:
    assert payload["iss"] == payload["issuer"]["id"] == ISSUER.id
    assert payload["jti"] == payload["id"] == FACTS.id
    assert payload["sub"] == payload["credentialSubject"]["id"] == FACTS.subject_id
    for claim, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        moment = datetime.strptime(payload[member], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert payload[claim] == moment.timestamp()
    assert payload["validFrom"] == "2027-01-12T09:30:15Z"
    assert payload["validUntil"] == "2030-01-13T00:00:00Z"


def test_the_credential_has_every_member_that_the_standard_asks_for(payload: dict[str, Any]) -> None:
    assert payload["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert payload["issuer"] == {"id": ISSUER.id, "type": ["Profile"], "name": ISSUER.name, "url": ISSUER.url}
    assert payload["credentialSubject"]["type"] == ["AchievementSubject"]
    assert payload["credentialSubject"]["achievement"] == {
        "id": FACTS.achievement_id,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": "Level 1 awareness",
        "description": "Ymwybyddiaeth lefel 1 – a course of thirty minutes.",
        "criteria": {"narrative": "Read every lesson and pass the test."},
    }
    assert payload["credentialSchema"][0]["type"] == "1EdTechJsonSchemaValidator2019"


def test_the_badge_tells_nothing_else(payload: dict[str, Any]) -> None:
    assert set(payload) == {
        *("@context", "id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject"),
        *("credentialSchema", "iss", "jti", "nbf", "sub", "exp"),
    }
    assert set(payload["credentialSubject"]) == {"id", "type", "achievement"}


def test_a_badge_without_an_end_has_none(key: SigningKey) -> None:
    _, payload = parts(badge_jwt(replace(FACTS, valid_until=None), key))
    assert "exp" not in payload
    assert "validUntil" not in payload


def test_times_are_told_in_utc(key: SigningKey) -> None:
    summer = timezone(timedelta(hours=1))
    _, payload = parts(badge_jwt(replace(FACTS, valid_from=datetime(2027, 7, 1, 0, 30, tzinfo=summer)), key))
    assert payload["validFrom"] == "2027-06-30T23:30:00Z"


def test_the_issuer_has_a_profile_of_its_own() -> None:
    profile = issuer_profile(ISSUER)
    assert profile.pop("@context")[0] == "https://www.w3.org/ns/credentials/v2"
    assert profile == {"id": ISSUER.id, "type": ["Profile"], "name": ISSUER.name, "url": ISSUER.url}


def test_a_published_key_is_its_public_half(key: SigningKey) -> None:
    published = public_jwk(key.certificate_pem)
    numbers = key.private.public_key().public_numbers()
    assert (number(published["n"]), number(published["e"])) == (numbers.n, numbers.e)
    assert {name: published[name] for name in ("kty", "use", "alg", "kid")} == {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key.id,
    }
    assert set(published) == {"kty", "use", "alg", "kid", "n", "e"}


def test_every_key_there_has_been_is_published(key: SigningKey) -> None:
    assert jwks({}) == {"keys": []}
    with pytest.raises(KeyUnusable):
        jwks({key.id: key.certificate_pem, "0123456789abcdef": "spoilt"})
