"""A message between two processes: some JSON, then raw bytes. Nothing in it can run."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_LENGTH = 8


def pack(values: Mapping[str, object], blobs: Sequence[bytes]) -> bytes:
    header = json.dumps({"values": values, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join([len(header).to_bytes(_LENGTH), header, *blobs])


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What `pack` was given. Raises ValueError for anything else."""
    end = _LENGTH + int.from_bytes(message[:_LENGTH])
    header = json.loads(message[_LENGTH:end])
    blobs = []
    for size in header["sizes"]:
        blobs.append(message[end : end + size])
        end += size
    if end != len(message):
        raise ValueError("the message is cut off or too long")
    return header["values"], blobs
