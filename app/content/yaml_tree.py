"""YAML as a tree in which every key and value has its line, without what multiplies, names types or nests deeply."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from app.content.problems import Findings, did_you_mean

_UNSURE = "This part cannot be read. Write `key: value`, and put a value with a colon or a # in quotes."


@dataclass(frozen=True, slots=True)
class Limits:
    """The most characters and the most levels of a source; `too_long` says what to do about the former."""

    longest: int
    deepest: int
    too_long: str


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def root_of(source: str, limits: Limits, findings: Findings) -> yaml.MappingNode | None:
    """The mapping that `source` is; None, and a problem, for anything else. Empty lines before it count as lines."""
    if len(source) > limits.longest:
        findings.add(1, f"The details are longer than {limits.longest} characters. {limits.too_long}")
        return None
    before = len(findings.problems)
    try:
        _check_events(source, limits.deepest, findings)
        node = yaml.compose(source, Loader=yaml.BaseLoader) if len(findings.problems) == before else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        findings.add(_first_line(source) if mark is None else mark.line + 1, _UNSURE)
        return None
    if not isinstance(node, yaml.MappingNode) and len(findings.problems) == before:
        findings.add(_first_line(source), "The details must be lines of `key: value`.")
    return node if isinstance(node, yaml.MappingNode) else None


def _first_line(source: str) -> int:
    return len(source) - len(source.lstrip("\n")) + 1


def _check_events(source: str, deepest: int, findings: Findings) -> None:
    """Refuses what multiplies (anchors and aliases), what names types (tags) and what nests without end."""
    depth = 0
    for event in yaml.parse(source, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            findings.add(line, "These details are nested too deeply. Use plain `key: value` lines.")
            return
        if fault := _event_fault(event):
            findings.add(line, fault)


def _event_fault(event: yaml.Event) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "A word that starts with & or * has a special meaning here. Put the value in quotes."
    if getattr(event, "tag", None):
        return "A value that starts with ! has a special meaning here. Put the value in quotes."
    if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
        return "A line `---` has no place among the details. Take it out."
    return None


def entries(node: yaml.MappingNode, findings: Findings) -> dict[str, yaml.Node]:
    """The values by their keys. A key given twice is a problem, and its first value counts."""
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            findings.add(line_of(key), "A key must be a single word, followed by a colon.")
        elif key.value in found:
            findings.add(line_of(key), f'"{key.value}" is here twice. Keep one of them.')
        else:
            found[key.value] = value
    return found


def check_keys(node: yaml.MappingNode, known: tuple[str, ...], required: Iterable[str], findings: Findings) -> None:
    """Adds a problem for every key that is not known, and for every required one that is neither there nor misspelt."""
    written = [(key.value, line_of(key)) for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value]
    there = {name for name, _ in written}
    all_keys = f" The keys are {', '.join(known)}."
    for name, line in written:
        if name not in known:
            hint = did_you_mean(name, known)
            there |= {key for key in known if f'"{key}"' in hint}
            findings.add(line, f'"{name}" is not a key here.{hint or all_keys}')
    for name in required:
        if name not in there:
            findings.add(line_of(node), f'"{name}" is missing. Add it to the details.')
