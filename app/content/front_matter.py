"""The YAML between the `---` lines at the head of a source, and the text below it."""

from dataclasses import dataclass

import yaml

from app.content.problems import Findings
from app.content.yaml_tree import Limits, root_of

_FENCE = "---"
_LIMITS = Limits(longest=30_000, deepest=5, too_long="Move text below the second `---`.")


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
    root = root_of("\n" + "\n".join(lines[1:end]), _LIMITS, findings)
    return FrontMatter(root, "\n".join(lines[end + 1 :]), end + 2)
