"""A message between two processes: some JSON, then raw bytes. Nothing in it can run."""

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

_LENGTH = 8


def pack(values: Mapping[str, object], blobs: Sequence[bytes]) -> bytes:
    header = json.dumps({"values": values, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join([len(header).to_bytes(_LENGTH), header, *blobs])


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What `pack` was given. Raises ValueError for anything else."""
    end = _LENGTH + int.from_bytes(message[:_LENGTH])
    match json.loads(message[_LENGTH:end]):
        case {"values": dict(values), "sizes": list(sizes)}:
            return values, _cut(message[end:], sizes)
    raise ValueError("this is no message")


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    ends = list(accumulate(sizes, initial=0))
    if ends[-1] != len(data):
        raise ValueError("the message is cut off or too long")
    return [data[start:end] for start, end in pairwise(ends)]
