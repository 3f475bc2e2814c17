"""The YAML between the `---` lines at the head of a source, with the line of every key and value."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from app.content.problems import Findings, did_you_mean

LONGEST = 30_000
DEEPEST = 5

_FENCE = "---"
_UNSURE = "This part cannot be read. Write `key: value`, and put a value with a colon or a # in quotes."


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source in two. `root` is None when the head could not be read; `body_line` is the line `body` starts on."""

    root: yaml.MappingNode | None
    body: str
    body_line: int


def split(text: str, findings: Findings) -> FrontMatter:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        findings.add(1, "The file must start with a line `---`, its details and another line `---`.")
        return FrontMatter(None, text, 1)
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        findings.add(1, "The details that start here do not end. Add a line `---` after them.")
        return FrontMatter(None, "", len(lines))
    return FrontMatter(_root("\n".join(lines[1:end]), findings), "\n".join(lines[end + 1 :]), end + 2)


def line_of(node: yaml.Node) -> int:
    """The node's line in the file; the YAML starts on its second."""
    return int(node.start_mark.line) + 2


def _root(source: str, findings: Findings) -> yaml.MappingNode | None:
    if len(source) > LONGEST:
        findings.add(1, f"The details are longer than {LONGEST} characters. Move text below the second `---`.")
        return None
    before = len(findings.problems)
    try:
        _check_events(source, findings)
        node = yaml.compose(source, Loader=yaml.BaseLoader) if len(findings.problems) == before else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        findings.add(2 if mark is None else mark.line + 2, _UNSURE)
        return None
    return _mapping(node, before, findings)


def _mapping(node: yaml.Node | None, before: int, findings: Findings) -> yaml.MappingNode | None:
    if isinstance(node, yaml.MappingNode):
        return node
    if len(findings.problems) == before:
        findings.add(2, "The details must be lines of `key: value`.")
    return None


def _check_events(source: str, findings: Findings) -> None:
    """Refuses what multiplies (anchors and aliases), what names types (tags) and what nests without end."""
    depth = 0
    for event in yaml.parse(source, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 2 if event.start_mark else 2
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
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
        return "There is a second `---` among the details. Take it out."
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
