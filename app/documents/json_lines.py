"""Objects as JSON lines: one a line, in UTF-8."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

MEDIA_TYPE = "application/x-ndjson"
LINES_AT_ONCE = 200


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Dates in ISO 8601, without spaces, in chunks of 200 lines. Lone surrogates are replaced."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_text).encode
    lines = map(encode, objects)
    while batch := list(islice(lines, LINES_AT_ONCE)):
        yield ("\n".join(batch) + "\n").encode("utf-8", "replace")


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON")
