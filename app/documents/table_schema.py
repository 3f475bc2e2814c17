"""The data dictionary beside an export, as a Frictionless Table Schema."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the header in the file and never changes; `title` and `description` are for people."""

    name: str
    title: str
    type: ColumnType
    description: str


def table_schema(columns: Iterable[Column]) -> dict[str, Any]:
    """Ready for `json.dumps`; an empty cell means that there is no value."""
    return {"fields": [asdict(column) for column in columns], "missingValues": [""]}
