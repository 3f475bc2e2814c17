"""How the entries of a training log hold together.

Each kind of hash has its own first byte, as in RFC 6962, so that one can never be passed off as another.
"""

import hashlib
import json
from collections.abc import Mapping

GENESIS = bytes(32)
"""The hash before the first entry."""

_ENTRY, _LINK, _PERSON = b"\x00", b"\x01", b"\x02"


def commit_to_person(salt: bytes, reference: str) -> bytes:
    """32 bytes that stand for a person and tell nothing about them once `salt` is gone."""
    return hashlib.sha256(_PERSON + salt + reference.encode()).digest()


def chain(previous_hash: bytes, facts: Mapping[str, str | int | None]) -> bytes:
    """The hash of an entry with these `facts` after the entry with `previous_hash`; 32 bytes."""
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry = hashlib.sha256(_ENTRY + canonical.encode()).digest()
    return hashlib.sha256(_LINK + previous_hash + entry).digest()
