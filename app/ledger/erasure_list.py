"""The list of erasures outside the database: it outlives it, so that a restored old backup forgets whom it should.

One line of JSON for each: the organisation, the commitment that stood for the person, the day. Nothing personal.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from app.documents.whole_file import appearing_complete
from app.extensions import db
from app.models import LogEntry, Organisation
from app.rules.training_log import Kind

FILE_NAME = "erasures.jsonl"


class ListUnreadable(Exception):
    """A line of the list is not one; the message says where."""


def write_list(folder: Path) -> int:
    """Add to the list in `folder` every erasure in the database that it does not name yet; returns how many.

    Lines that are there stay, even those that this database knows nothing of. Raises ListUnreadable and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        listed = frozenset(read_list(folder))
        new = [line for commitment, line in _lines() if commitment not in listed]
        if new:
            _add(folder / FILE_NAME, new)
    return len(new)


def read_list(folder: Path) -> list[bytes]:
    """The commitments on the list, in its order; none where there is no list yet. Raises ListUnreadable."""
    path = folder / FILE_NAME
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [_commitment(path, number, line) for number, line in enumerate(lines, start=1)]


def _commitment(path: Path, number: int, line: str) -> bytes:
    try:
        commitment = bytes.fromhex(json.loads(line)["commitment"])
    except (ValueError, KeyError, TypeError):
        commitment = b""
    if len(commitment) != 32:
        raise ListUnreadable(f"{path}:{number}: this line names no erasure. Put the file back from a backup.")
    return commitment


def _lines() -> Iterator[tuple[bytes, str]]:
    query = (
        select(LogEntry.commitment, LogEntry.completed_on, Organisation.name)
        .join(Organisation, Organisation.id == LogEntry.organisation_id)
        .where(LogEntry.kind == Kind.ERASURE)
        .order_by(LogEntry.organisation_id, LogEntry.sequence)
    )
    for commitment, day, name in db.session.execute(query).tuples():
        facts = {"organisation": name, "commitment": commitment.hex(), "on": day.isoformat()}
        yield commitment, json.dumps(facts, ensure_ascii=False)


def _add(path: Path, lines: list[str]) -> None:
    """The whole list anew beside the old one, whose place it takes: after a power cut it is one or the other."""
    before = path.read_bytes() if path.exists() else b""
    with appearing_complete(path) as file:
        file.write(before + "".join(f"{line}\n" for line in lines).encode())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other process write the list meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
