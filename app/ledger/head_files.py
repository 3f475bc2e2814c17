"""Signed heads as files outside the database, which they have to outlive: `heads/<organisation>/<day>.json`."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.documents.whole_file import appearing_complete
from app.rules.signed_heads import NotAHead, PublishedHead


def write_heads(folder: Path, heads: Iterable[PublishedHead]) -> int:
    """Write those that are not there yet, and return how many; each file is whole when it appears. Raises OSError."""
    count = 0
    for head in heads:
        target = _place(folder, head.organisation_id) / f"{head.day.isoformat()}.json"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with appearing_complete(target) as file:
                file.write(as_line(head))
            count += 1
    return count


def read_heads(folder: Path, organisation_id: int) -> Iterator[PublishedHead]:
    """Those of an organisation, the oldest first; raises NotAHead, with the file's name, and OSError."""
    for path in sorted(_place(folder, organisation_id).glob("*.json")):
        try:
            yield PublishedHead.from_json(json.loads(path.read_bytes()))
        except (NotAHead, ValueError) as problem:
            raise NotAHead(f"{path} is not a signed head that can be read") from problem


def as_line(head: PublishedHead) -> bytes:
    return json.dumps(head.as_json(), ensure_ascii=False).encode() + b"\n"


def _place(folder: Path, organisation_id: int) -> Path:
    return folder / "heads" / str(organisation_id)
