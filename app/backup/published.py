"""Heads of training logs that were signed and kept outside the database, held against a backup."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.backup.checking import Backup
from app.backup.loading import CannotRestore
from app.backup.manifest import Manifest
from app.extensions import db
from app.ledger.head_files import read_heads
from app.ledger.heads import is_signed_by
from app.models import LogEntry
from app.rules.signed_heads import NotAHead, PublishedHead

KEYS = "signing_keys"


@dataclass(frozen=True, slots=True)
class Published:
    """`unproven` are signed by a key that is not known here, or not at all: they prove nothing, but are told."""

    heads: tuple[PublishedHead, ...]
    unproven: tuple[PublishedHead, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A log that goes further than the backup. `head` is the newest that says so, `ends_at` a sequence."""

    head: PublishedHead
    ends_at: int

    @property
    def missing(self) -> int:
        return self.head.sequence - self.ends_at


def read_published(folder: Path, files: Iterable[Path], certificates: Mapping[str, str]) -> Published:
    """The heads in the folder for records and in files (a head a line); `certificates` are PEM by key id.

    Raises CannotRestore for a file that is no head, and OSError.
    """
    try:
        found = [head for place in sorted((folder / "heads").glob("*")) for head in _in_folder(folder, place)]
        found += [head for path in files for head in _in_file(path)]
    except NotAHead as error:
        raise CannotRestore(f"{error}. Take it away, or leave it out.") from error
    proven = tuple(head for head in found if is_signed_by(certificates.get(head.key_id, ""), head))
    return Published(proven, tuple(head for head in found if head not in proven))


def _in_folder(folder: Path, place: Path) -> Iterable[PublishedHead]:
    return read_heads(folder, int(place.name)) if place.name.isdecimal() and place.is_dir() else ()


def _in_file(path: Path) -> list[PublishedHead]:
    try:
        lines = [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
        return [PublishedHead.from_json(line) for line in lines if not _is_key(line)]
    except (NotAHead, ValueError) as error:
        raise NotAHead(f"{path} is not a signed head that can be read") from error


def _is_key(line: object) -> bool:
    """`flask log head --to` writes the public keys before the heads."""
    return isinstance(line, dict) and line.get("kind") == "key"


def certificates_in(backup: Backup) -> dict[str, str]:
    """Key id to certificate (PEM) of every key that the backup knows."""
    if KEYS not in {table.name for table in backup.manifest.tables}:
        return {}
    with backup.lines(KEYS) as lines:
        columns = json.loads(next(lines))
        rows = [dict(zip(columns, json.loads(line), strict=True)) for line in lines]
    return {row["key_id"]: row["certificate"] for row in rows}


def shortfalls(manifest: Manifest, heads: Sequence[PublishedHead]) -> tuple[Shortfall, ...]:
    """For each organisation whose log went on after the backup, how far it is known to have gone."""
    ends = {head.organisation_id: head.sequence for head in manifest.heads}
    furthest: dict[int, PublishedHead] = {}
    for head in sorted(heads, key=lambda head: (head.sequence, head.day)):
        if head.sequence > ends.get(head.organisation_id, 0):
            furthest[head.organisation_id] = head
    return tuple(Shortfall(head, ends.get(key, 0)) for key, head in sorted(furthest.items()))


def newest_day(heads: Sequence[PublishedHead]) -> date | None:
    return max((head.day for head in heads), default=None)


def contradicted(heads: Sequence[PublishedHead]) -> PublishedHead | None:
    """The first head that says another entry stands where the restored log has one."""
    for head in sorted(heads, key=lambda head: (head.organisation_id, head.sequence)):
        mine = LogEntry.organisation_id == head.organisation_id, LogEntry.sequence == head.sequence
        there = db.session.scalar(select(LogEntry.hash).where(*mine))
        if there is not None and there != head.hash:
            return head
    return None
