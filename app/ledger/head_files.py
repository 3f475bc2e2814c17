"""Signed heads as files outside the database, which they have to outlive: `heads/<organisation>/<day>.json`."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.documents.whole_file import appearing_complete
from app.rules.signed_heads import NotAHead, PublishedHead


def write_heads(folder: Path, heads: Iterable[PublishedHead]) -> int:
    """Write those that are not there yet, and return how many; each file is whole when it appears. Raises OSError.

    All heads of a day belong together, the oldest first: the first has the day for a name.
    """
    count = 0
    seen: set[tuple[int, date]] = set()
    for head in heads:
        place, day = _place(folder, head.organisation_id), head.day.isoformat()
        again = (head.organisation_id, head.day) in seen
        seen.add((head.organisation_id, head.day))
        target = place / (f"{day}-{head.sequence}.json" if again else f"{day}.json")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with appearing_complete(target) as file:
                file.write(as_line(head))
            count += 1
    return count


def read_heads(folder: Path, organisation_id: int) -> list[PublishedHead]:
    """Those of an organisation, the oldest first; raises NotAHead, with the file's name, and OSError."""
    heads = (_read(path) for path in sorted(_place(folder, organisation_id).glob("*.json")))
    return sorted(heads, key=lambda head: (head.day, head.sequence))


def _read(path: Path) -> PublishedHead:
    try:
        return PublishedHead.from_json(json.loads(path.read_bytes()))
    except (NotAHead, ValueError) as problem:
        raise NotAHead(f"{path} is not a signed head that can be read") from problem


def as_line(head: PublishedHead) -> bytes:
    return json.dumps(head.as_json(), ensure_ascii=False).encode() + b"\n"


def _place(folder: Path, organisation_id: int) -> Path:
    return folder / "heads" / str(organisation_id)
