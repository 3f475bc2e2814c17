"""Answer options: a task list whose items carry their feedback as a quote. Used by tests and by self-checks."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from app.content.problems import Findings

FEWEST, MOST = 2, 8

_PARSER = MarkdownIt("zero").enable(["blockquote", "heading", "list"])
_CHECKBOX = re.compile(r"\[([ xX])\](?:\s+|$)")
_QUOTE_MARK = re.compile(r"^\s*> ?")
_POINTS_ELSEWHERE = re.compile(
    r"^(?:all|none|any|both|neither|either|some) of (?:the above|the following|the others|these|them|those)\W*$"
    r"|\bof the above\b|\babove (?:answers|options)\b"
    r"|\b(?:both|answers?|options?) [a-h1-8] (?:and|or) [a-h1-8]\b|^(?:both )?[a-h] (?:and|or) [a-h](?: only)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OptionSource:
    """Texts are Markdown. `line` and `feedback_line` are lines of the file; `feedback` is "" when there is none."""

    text: str
    right: bool
    feedback: str
    line: int
    feedback_line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a text. `first_line` is the line of the file that the text starts on."""

    lines: tuple[str, ...]
    first_line: int
    blocks: tuple[SyntaxTreeNode, ...]

    def line(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)

    def quoted(self, node: SyntaxTreeNode) -> str:
        """The Markdown inside a quote."""
        start, end = node.map or (0, 0)
        return "\n".join(_QUOTE_MARK.sub("", line) for line in self.lines[start:end]).strip("\n")


def outline(text: str, first_line: int) -> Outline:
    tree = SyntaxTreeNode(_PARSER.parse(text))
    return Outline(tuple(text.split("\n")), first_line, tuple(tree.children))


def is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("ordered_list", "bullet_list")


def paragraph_text(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def read_options(node: SyntaxTreeNode, source: Outline, findings: Findings) -> tuple[OptionSource, ...]:
    """The options of one list, checked each by itself and together."""
    options = tuple(_option(item, source, findings) for item in node.children)
    line = source.line(node)
    if not FEWEST <= len(options) <= MOST:
        findings.add(line, f"There are {len(options)} options here. Write {FEWEST} to {MOST}.")
    right = sum(option.right for option in options)
    if right == 0:
        findings.add(line, "No option is right. Mark one with [x].")
    if right > 1 and node.type == "ordered_list":
        findings.add(line, f"{right} options are right. Keep one [x], or start every option with - to allow several.")
    _check_texts(options, findings)
    return options


def _option(item: SyntaxTreeNode, source: Outline, findings: Findings) -> OptionSource:
    line = source.line(item)
    has_text = bool(item.children) and item.children[0].type == "paragraph"
    written = paragraph_text(item.children[0]) if has_text else ""
    right, text = _without_checkbox(written, line, findings)
    feedback, feedback_line = _feedback(item.children[has_text:], line, source, findings)
    return OptionSource(text, right, feedback, line, feedback_line)


def _without_checkbox(written: str, line: int, findings: Findings) -> tuple[bool, str]:
    checkbox = _CHECKBOX.match(written)
    if checkbox is None:
        findings.add(line, "This option has no box. Start it with [ ], or with [x] if it is right.")
        return False, written
    text = written[checkbox.end() :].strip()
    if not text:
        findings.add(line, "This option is empty. Write its text after the box.")
    return checkbox[1] in "xX", text


def _feedback(nodes: list[SyntaxTreeNode], line: int, source: Outline, findings: Findings) -> tuple[str, int]:
    """The quotes under an option as one text, and the line that it starts on."""
    quotes = [node for node in nodes if node.type == "blockquote"]
    for node in nodes:
        if node.type != "blockquote":
            findings.add(source.line(node), "Only feedback may stand under an option. Start it with >.")
    text = "\n\n".join(source.quoted(quote) for quote in quotes).strip()
    if not quotes:
        findings.add(line, "This option has no feedback. Write it on the next line after >, indented under the option.")
    elif not text:
        findings.add(source.line(quotes[0]), "This feedback is empty. Say why the option is right or not.")
    return text, source.line(quotes[0]) if quotes else line


def _check_texts(options: tuple[OptionSource, ...], findings: Findings) -> None:
    first: dict[str, int] = {}
    for option in options:
        same = " ".join(option.text.casefold().split())
        if same and same in first:
            findings.add(
                option.line, f"This option says the same as the one on line {first[same]}. Change one of them."
            )
        first.setdefault(same, option.line)
        if _POINTS_ELSEWHERE.search(option.text):
            findings.add(option.line, "Options are shuffled, so one cannot speak of the others. Write it out.")
