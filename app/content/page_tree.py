"""What Python-Markdown's elements become on a page: GOV.UK's classes, checked links, figures and scrolling tables."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from app.content.figures import NO_PICTURES, figure
from app.content.pages import Page

_CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "dl": "waymark-definitions",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
_ASTRAY = "A picture stands in a paragraph of its own. Put empty lines around it."
_HEADINGS = {"h3": ("h2", "govuk-heading-m"), "h4": ("h3", "govuk-heading-s")}


class PageTree(Treeprocessor):
    """Runs when the inline Markdown is done. `page` gives the page in hand."""

    def __init__(self, md: Markdown, page: Callable[[], Page]) -> None:
        super().__init__(md)
        self._markdown = md
        self._page = page

    def run(self, root: ET.Element) -> None:
        self._place_pictures(root)
        for element in root.iter():
            self._dress(element)
        for parent in list(root.iter()):
            for at, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[at] = self._scrolling(child)

    def _place_pictures(self, root: ET.Element) -> None:
        """Replaces each paragraph that is one picture; a picture anywhere else is a problem."""
        page = self._page()
        alone = [paragraph[0] for paragraph in root.iter("p") if _is_one_picture(paragraph)]
        for image in root.iter("img"):
            if image not in alone:
                page.problem(f"]({image.get('src', '')}", _ASTRAY if page.shows_pictures else NO_PICTURES)
        for parent in list(root.iter()):
            for at, child in enumerate(list(parent)):
                if child.tag == "p" and _is_one_picture(child):
                    parent[at] = figure(child[0], page, self._markdown.htmlStash.store)
                    parent[at].tail = child.tail

    def _dress(self, element: ET.Element) -> None:
        if element.tag == "a":
            self._dress_link(element)
        elif element.tag in ("th", "td"):
            _dress_cell(element)
        elif element.tag in _HEADINGS and "class" not in element.attrib:
            element.tag, element.attrib["class"] = _HEADINGS[element.tag]
        elif element.tag in _CLASSES and "class" not in element.attrib:
            element.set("class", _CLASSES[element.tag])

    def _dress_link(self, element: ET.Element) -> None:
        page = self._page()
        target = element.get("href", "")
        if not "".join(element.itertext()).strip():
            page.problem(f"]({target}", "This link has no words. Say between [ and ] where it leads.")
        address = page.address(target)
        element.attrib.clear()
        if address:
            element.attrib |= {"class": "govuk-link", "href": address}
        if address and address.startswith("https:"):
            element.set("rel", "noreferrer noopener")

    def _scrolling(self, table: ET.Element) -> ET.Element:
        """A region that scrolls by keyboard on a narrow screen, named by the table's columns."""
        columns = [" ".join("".join(cell.itertext()).split()) for cell in table.iter("th")]
        if not columns:
            self._page().problem("|", "This table's columns have no names. Write them in its first line.")
        attributes = {"class": "waymark-table", "tabindex": "0", "role": "region", "aria-label": ", ".join(columns)}
        region = ET.Element("div", attributes)
        region.tail, table.tail = table.tail, None
        region.append(table)
        return region


def _is_one_picture(paragraph: ET.Element) -> bool:
    alone = len(paragraph) == 1 and paragraph[0].tag == "img"
    return alone and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _dress_cell(cell: ET.Element) -> None:
    """A header cell names its column; an empty one is no header."""
    is_number = "right" in cell.get("style", "")
    cell.attrib.clear()
    if cell.tag == "th" and not "".join(cell.itertext()).strip():
        cell.tag = "td"
    if cell.tag == "th":
        cell.set("scope", "col")
    name = _CLASSES[cell.tag]
    cell.set("class", f"{name} {name}--numeric" if is_number else name)
