"""A completion as an Open Badges 3.0 credential, signed as a JSON Web Token (its section 8.2), and what proves it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.documents.keys import SigningKey, key_id, load_certificate, public_numbers

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issuer:
    """`id` is the address at which `issuer_profile` is served; `url` the organisation's own site."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """What a badge says, to anybody who is shown it.

    `id` and `achievement_id` are addresses or urn:uuid, `subject_id` an urn:uuid that says nothing about the person.
    `key_url` is where the key's `public_jwk` is served. Times are aware.
    """

    id: str
    subject_id: str
    issuer: Issuer
    achievement_id: str
    course: str
    description: str
    criteria: str
    valid_from: datetime
    valid_until: datetime | None
    key_url: str


def badge_jwt(facts: BadgeFacts, key: SigningKey) -> str:
    """A compact JWS: header, credential and signature in base64url, with points between."""
    header = {"alg": "RS256", "kid": facts.key_url, "typ": "JWT"}
    signed = f"{_encode_json(header)}.{_encode_json(_credential(facts) | _claims(facts))}"
    return f"{signed}.{_encode(key.sign(signed.encode()))}"


def issuer_profile(issuer: Issuer) -> Json:
    """For the address that the issuer's id is."""
    return {"@context": list(CONTEXTS)} | _profile(issuer)


def public_jwk(certificate_pem: str) -> Json:
    """The public half of a key (RFC 7517); raises KeyUnusable."""
    certificate = load_certificate(certificate_pem)
    numbers = public_numbers(certificate)
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id(certificate),
        "n": _encode_number(numbers.n),
        "e": _encode_number(numbers.e),
    }


def jwks(certificates: Mapping[str, str]) -> Json:
    """Every key that has signed, from key id to certificate (PEM); raises KeyUnusable."""
    return {"keys": [public_jwk(pem) for pem in certificates.values()]}


def _credential(facts: BadgeFacts) -> Json:
    until = {"validUntil": _moment(facts.valid_until)} if facts.valid_until else {}
    return {
        "@context": list(CONTEXTS),
        "id": facts.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course,
        "issuer": _profile(facts.issuer),
        "validFrom": _moment(facts.valid_from),
        **until,
        "credentialSubject": {
            "id": facts.subject_id,
            "type": ["AchievementSubject"],
            "achievement": _achievement(facts),
        },
        "credentialSchema": [SCHEMA],
    }


def _achievement(facts: BadgeFacts) -> Json:
    return {
        "id": facts.achievement_id,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": facts.course,
        "description": facts.description,
        "criteria": {"narrative": facts.criteria},
    }


def _claims(facts: BadgeFacts) -> Json:
    """The registered claims, which must agree with the credential beside them."""
    until = {"exp": int(facts.valid_until.timestamp())} if facts.valid_until else {}
    return {
        "iss": facts.issuer.id,
        "jti": facts.id,
        "nbf": int(facts.valid_from.timestamp()),
        "sub": facts.subject_id,
        **until,
    }


def _profile(issuer: Issuer) -> Json:
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encode_json(value: Json) -> str:
    return _encode(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _encode_number(number: int) -> str:
    return _encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
