"""Boxes in a module's Markdown: `!!! kind "title"` stands open, `??? kind "title"` opens when the reader asks."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from app.content.option_list import is_list, outline, read_options
from app.content.pages import Page
from app.content.problems import did_you_mean

OPEN_KINDS = ("content-note", "case-study", "key-point", "help", "important", "self-check")
CLOSED_KINDS = ("think", "details", "content-note")
DEEPEST = 2

_OPENING = re.compile(r"(?:^|\n)(?P<line> {0,3}(?P<marks>!!!|\?\?\?)(?P<rest>[^\n]*))")
_NAMED = re.compile(r"\+? +(?P<kind>[\w-]+)(?: +[\"“”](?P<title>.*)[\"“”])? *")
_INDENT = "    "


class BoxProcessor(BlockProcessor):
    """Turns a box and the indented blocks after its first line into an element. `page` gives the page in hand."""

    def __init__(self, parser: BlockParser, page: Callable[[], Page]) -> None:
        super().__init__(parser)
        self._page = page
        self._inside: list[str] = []

    def test(self, parent: ET.Element, block: str) -> bool:
        return _OPENING.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        opening = _OPENING.search(block)
        if opening is None:
            return
        if block[: opening.start()].strip():
            self.parser.parseBlocks(parent, [block[: opening.start()]])
        body = self._body(block[opening.end() :].removeprefix("\n"), blocks)
        line = self._page().line_of(opening["line"].strip())
        self._add_box(parent, opening["marks"], opening["rest"], body, line)

    def _body(self, first: str, blocks: list[str]) -> str:
        """The indented text that belongs to the box, taken from `blocks`; what follows it is put back."""
        inside, after = self.detab(first)
        pieces = [inside]
        while not after.strip() and blocks and (not blocks[0].strip() or blocks[0].lstrip("\n").startswith(_INDENT)):
            block = blocks.pop(0)
            leading = len(block) - len(block.lstrip("\n"))
            inside, after = self.detab(block.lstrip("\n"))
            pieces.append("\n" * leading + inside)
        if after.strip():
            blocks.insert(0, after)
        return "\n\n".join(pieces)

    def _add_box(self, parent: ET.Element, marks: str, rest: str, body: str, line: int) -> None:
        named = _NAMED.fullmatch(rest)
        kind, title = (named["kind"], named["title"] or "") if named else ("", "")
        if fault := _fault(marks, kind, title, body) or _place_fault(self._inside):
            self._page().findings.add(line, fault)
            return
        self._inside.append(kind)
        if kind == "self-check":
            self._add_self_check(parent, title, body, line)
        elif marks == "!!!":
            self.parser.parseChunk(self._open_box(parent, f"waymark-box waymark-box--{kind}", title), body)
        else:
            self.parser.parseChunk(closed_box(parent, f"waymark-{kind}", AtomicString(title)), body)
        self._inside.pop()

    def _open_box(self, parent: ET.Element, classes: str, title: str) -> ET.Element:
        name = self._page().new_id()
        box = ET.SubElement(parent, "section", {"class": classes, "aria-labelledby": name})
        heading = ET.SubElement(box, "h2", {"class": f"{classes.split()[0]}__title", "id": name})
        heading.text = AtomicString(title)
        return box

    def _add_self_check(self, parent: ET.Element, title: str, body: str, line: int) -> None:
        page = self._page()
        source = outline(body, line + 1)
        box = self._open_box(parent, "waymark-self-check", title)
        if len(source.blocks) != 1 or not is_list(source.blocks[0]):
            page.findings.add(line, "A self-check holds one list of options, each with indented feedback after >.")
            return
        for option in read_options(source.blocks[0], source, page.findings):
            self.parser.parseChunk(closed_box(box, "waymark-self-check__option", option.text), option.feedback)


def closed_box(parent: ET.Element, name: str, summary: str) -> ET.Element:
    """GOV.UK's details component with a class of our own; the element returned is for its content."""
    details = ET.SubElement(parent, "details", {"class": f"govuk-details {name}"})
    heading = ET.SubElement(details, "summary", {"class": "govuk-details__summary"})
    text = ET.SubElement(heading, "span", {"class": "govuk-details__summary-text"})
    text.text = summary
    return ET.SubElement(details, "div", {"class": "govuk-details__text"})


def _fault(marks: str, kind: str, title: str, body: str) -> str | None:
    kinds, others = (OPEN_KINDS, CLOSED_KINDS) if marks == "!!!" else (CLOSED_KINDS, OPEN_KINDS)
    if kind not in kinds:
        if kind in others:
            return f'A box of the kind "{kind}" starts with {"???" if marks == "!!!" else "!!!"}.'
        hint = did_you_mean(kind, kinds) or f" The kinds are {', '.join(kinds)}."
        return f'"{kind}" is not a kind of box.{hint}' if kind else f'Write {marks}, the kind and a "title".{hint}'
    if not title.strip():
        return f'This box has no title. Write it in quotes: {marks} {kind} "Title".'
    if not body.strip():
        return "This box is empty. Indent its text by four spaces."
    return None


def _place_fault(inside: list[str]) -> str | None:
    """Why a box may not stand inside boxes of these kinds."""
    if "content-note" in inside or "self-check" in inside:
        return f'A "{inside[-1]}" box cannot hold another box. Put this one after it.'
    if len(inside) >= DEEPEST:
        return "This box stands inside a box inside a box. Take it out of them."
    return None
