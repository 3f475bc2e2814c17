"""Where a programme's source says what, kept for faults that only a look elsewhere can show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from app.content.problems import Findings
from app.content.yaml_tree import line_of


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by place: a requirement's key, then a field, then a name in it; or "courses" and a course."""

    found: Mapping[tuple[str, ...], int]

    def of(self, *place: str) -> int:
        """The line of a place, or of what it is in."""
        while place and place not in self.found:
            place = place[:-1]
        return self.found.get(place, 1)


@dataclass(slots=True)
class Notes:
    """What is found so far. `place` is what is being read."""

    findings: Findings
    place: tuple[str, ...] = ()
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)

    def inside(self, *place: str) -> "Notes":
        return Notes(self.findings, (*self.place, *place), self.lines)

    def problem(self, node: yaml.Node, message: str) -> None:
        self.findings.add(line_of(node), message)

    def note(self, node: yaml.Node, *place: str) -> None:
        self.lines.setdefault((*self.place, *place), line_of(node))
