"""Markdown to the HTML of a page. HTML in a source is shown as it was typed and never interpreted."""

from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from app.content.boxes import BoxProcessor
from app.content.page_tree import PageTree
from app.content.pages import Page
from app.content.sanitising import sanitise

_NO_BLOCKS = ("code", "setextheader", "reference")
_NO_INLINE = ("html", "automail", "reference", "image_reference", "short_reference", "short_image_ref")
_NOT_IN_A_LINE = ("hashheader", "hr", "indent", "olist", "quote", "ulist")
_PARAGRAPH, _END = '<p class="govuk-body">', "</p>"
_TOO_DEEP = "This part is nested too deeply to be shown. Use fewer levels of lists, quotes and boxes."
_TOO_LONG = "This part is too long for one page. Make two of it."

MAX_HTML = 100_000


class _Page(Extension):
    """What every page has in common."""

    def __init__(self, page: Callable[[], Page]) -> None:
        super().__init__()
        self._page = page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        for name in _NO_BLOCKS:
            md.parser.blockprocessors.deregister(name)
        for name in _NO_INLINE:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(PageTree(md, self._page), "page_tree", -1)


class _Boxes(Extension):
    def __init__(self, page: Callable[[], Page]) -> None:
        super().__init__()
        self._page = page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.parser.blockprocessors.register(BoxProcessor(md.parser, self._page), "boxes", 95)


class _OneLine(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        for name in _NOT_IN_A_LINE:
            md.parser.blockprocessors.deregister(name)


class Renderer:
    """Renders one page after another, each announced by path and line before it starts."""

    def __init__(self, announce: Callable[[str, int], None]) -> None:
        self.announce = announce
        self._current: Page | None = None
        common = _Page(self._page)
        blocks = [TableExtension(), DefListExtension(), SaneListExtension(), common, _Boxes(self._page)]
        self._blocks = Markdown(extensions=blocks, output_format="html")
        self._line = Markdown(extensions=[common, _OneLine()], output_format="html")

    def blocks(self, page: Page) -> str:
        """Paragraphs, lists, boxes and so on."""
        return self._render(self._blocks, page)

    def line(self, page: Page) -> str:
        """Words for the inside of a heading, a legend or a label."""
        html = self._render(self._line, page)
        return html.replace(f"{_END}\n{_PARAGRAPH}", "<br>").removeprefix(_PARAGRAPH).removesuffix(_END)

    def _page(self) -> Page:
        if self._current is None:
            raise RuntimeError("no page is being rendered")
        return self._current

    def _render(self, markdown: Markdown, page: Page) -> str:
        self.announce(page.findings.path, page.first_line)
        self._current = page
        try:
            html = sanitise(markdown.reset().convert(page.text))
        except RecursionError:
            page.findings.add(page.first_line, _TOO_DEEP)
            return ""
        if len(html) > MAX_HTML:
            page.findings.add(page.first_line, _TOO_LONG)
        return html
