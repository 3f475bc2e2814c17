"""How the entries of a training log hold together.

Each kind of hash has its own first byte, as in RFC 6962, so that one can never be passed off as another.
"""

import hashlib
import json
from collections.abc import Mapping

GENESIS = bytes(32)
"""The hash before the first entry."""

Facts = Mapping[str, str | int | None]

_ENTRY, _LINK, _PERSON, _DETAILS = b"\x00", b"\x01", b"\x02", b"\x03"


def commit_to_person(salt: bytes, reference: str) -> bytes:
    """32 bytes that stand for a person and tell nothing about them once `salt` is gone."""
    return hashlib.sha256(_PERSON + salt + reference.encode()).digest()


def commit_to_details(salt: bytes, note: str | None, evidence: str | None) -> bytes | None:
    """32 bytes that stand for what was written about an entry, None where nothing was; `salt` is the person's."""
    if note is None and evidence is None:
        return None
    return hashlib.sha256(_DETAILS + salt + canonical({"evidence": evidence, "note": note})).digest()


def canonical(facts: Facts) -> bytes:
    """The one way of writing `facts` down: JSON with sorted keys, without spaces, in UTF-8."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def chain(previous_hash: bytes, facts: Facts) -> bytes:
    """The hash of an entry with these `facts` after the entry with `previous_hash`; 32 bytes."""
    entry = hashlib.sha256(_ENTRY + canonical(facts)).digest()
    return hashlib.sha256(_LINK + previous_hash + entry).digest()
