"""Values of a front matter read by their kind. A faulty value is told, and a harmless one stands in for it."""

import re
from collections.abc import Iterator
from datetime import date

import yaml

from app.content.problems import Findings
from app.content.yaml_tree import check_keys, entries, line_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(2000, 2101)


class Fields:
    """One mapping. Every reader names a key; a missing key was told when this was made, so it is not told again."""

    def __init__(
        self, node: yaml.MappingNode, known: tuple[str, ...], findings: Findings, optional: tuple[str, ...] = ()
    ) -> None:
        check_keys(node, known, [name for name in known if name not in optional], findings)
        self._values = entries(node, findings)
        self._findings = findings
        self._start = line_of(node)

    def node(self, name: str) -> yaml.Node | None:
        return self._values.get(name)

    def line(self, name: str) -> int:
        return line_of(self._values[name]) if name in self._values else self._start

    def problem(self, name: str, message: str) -> None:
        self._findings.add(self.line(name), message)

    def text(self, name: str, longest: int = 200) -> str:
        node = self._values.get(name)
        return "" if node is None else text_of(node, name, longest, self._findings)

    def whole(self, name: str, lowest: int, highest: int) -> int:
        """A whole number from `lowest` to `highest`."""
        written = self.text(name)
        if written.isascii() and written.isdigit() and len(written) < 6 and lowest <= int(written) <= highest:
            return int(written)
        if written:
            self.problem(name, f'"{name}" must be a whole number from {lowest} to {highest}, not "{written}".')
        return highest

    def day(self, name: str) -> date:
        written = self.text(name)
        try:
            if _DAY.fullmatch(written) and date.fromisoformat(written).year in _YEARS:
                return date.fromisoformat(written)
        except ValueError:
            self.problem(name, f'"{written}" is not a day of the calendar. Check the month and the day.')
            return date.min
        if written:
            self.problem(name, f'"{name}" must be a day such as 2027-04-01, not "{written}".')
        return date.min

    def texts(self, name: str) -> tuple[tuple[str, int], ...]:
        """The values of a list that have words, each with its line."""
        found = [(text_of(node, name, 300, self._findings), line_of(node)) for node in self._items(name)]
        return tuple((text, line) for text, line in found if text)

    def mappings(self, name: str) -> Iterator[yaml.MappingNode]:
        for node in self._items(name):
            if isinstance(node, yaml.MappingNode):
                yield node
            else:
                self._findings.add(
                    line_of(node), f'Each item of "{name}" must be written as {{key: value, key: value}}.'
                )

    def named_texts(self, name: str) -> dict[str, tuple[str, int]]:
        """The texts of a mapping by their keys, each with its line."""
        node = self._values.get(name)
        if isinstance(node, yaml.MappingNode):
            found = entries(node, self._findings)
            return {key: (text_of(value, key, 300, self._findings), line_of(value)) for key, value in found.items()}
        if node is not None:
            self.problem(name, f'"{name}" must be lines of `id: sentence`, each indented by two spaces.')
        return {}

    def _items(self, name: str) -> list[yaml.Node]:
        node = self._values.get(name)
        if isinstance(node, yaml.SequenceNode):
            if not node.value:
                self.problem(name, f'"{name}" is empty. Name at least one.')
            return list(node.value)
        if node is not None:
            self.problem(name, f'"{name}" must be a list: [one, two], or a line `- one` each.')
        return []


def text_of(node: yaml.Node, name: str, longest: int, findings: Findings) -> str:
    if not isinstance(node, yaml.ScalarNode):
        findings.add(line_of(node), f'"{name}" must be plain text. Put it in quotes if it has brackets or braces.')
        return ""
    written = " ".join(node.value.split())
    if not written:
        findings.add(line_of(node), f'"{name}" has no value. Write it after the colon.')
    if len(written) > longest:
        findings.add(line_of(node), f'"{name}" is longer than {longest} characters. Shorten it.')
    if "{{" in written:
        findings.add(line_of(node), "Local details work in lessons and questions only. Write plain words here.")
    return written
