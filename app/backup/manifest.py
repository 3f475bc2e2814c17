"""What a backup says of itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = "waymark-backup"
VERSION = 1
NAME = "manifest.json"


class WrongManifest(Exception):
    """It cannot be understood; the message says why."""


class NewerFormat(WrongManifest):
    """It is of a later release than this."""


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table in the file. `size` and `sha256` are of its lines, unpacked."""

    name: str
    rows: int
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class HeadCopy:
    """How far an organisation's log goes. `hash` is hexadecimal."""

    organisation_id: int
    organisation: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`revision` is the schema's, `database` the kind that it was made from, `tables` in the order to load them."""

    made_at: datetime
    revision: str
    database: str
    tables: tuple[TableCopy, ...]
    heads: tuple[HeadCopy, ...]
    key_ids: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def to_json(self) -> bytes:
        known = asdict(self) | {"format": FORMAT, "version": VERSION, "made_at": self.made_at.isoformat()}
        return json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_manifest(text: bytes) -> Manifest:
    """Raises WrongManifest for anything but a manifest of this format and version."""
    try:
        found = json.loads(text)
        _refuse_other_formats(found)
        return Manifest(
            made_at=datetime.fromisoformat(found["made_at"]),
            revision=found["revision"],
            database=found["database"],
            tables=tuple(TableCopy(**each) for each in found["tables"]),
            heads=tuple(HeadCopy(**each) for each in found["heads"]),
            key_ids=tuple(found["key_ids"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongManifest("its list of contents cannot be understood") from error


def _refuse_other_formats(found: Mapping[str, Any]) -> None:
    if found.get("format") != FORMAT:
        raise WrongManifest("its list of contents is another program's")
    if found["version"] > VERSION:
        raise NewerFormat(f"it is written in format {found['version']}, and this release reads up to {VERSION}")
