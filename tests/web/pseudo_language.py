"""A language in which every translated sentence stands in brackets, so that what is not translated stands out."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from lxml import html

from config import ROOT

OPEN, CLOSE = "⟦", "⟧"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
REGIONS = ("header", "nav", "main", "footer")
READ = ".//text()[not(ancestor::script or ancestor::style or ancestor::code)]"
SAID_BY = ("aria-label", "alt", "placeholder", "title", "data-saved", "data-not-saved", "data-signed-out")


def write_catalogue(folder: Path) -> None:
    """The sentences of the whole application, each in brackets, as British English."""
    catalogue = Catalog(locale="en_GB")
    found = extract_from_dir(
        ROOT / "app",
        METHODS,
        options_map={"**/templates/**.html": {"trimmed": "false"}},
        keywords={"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)},
        directory_filter=lambda path: not path.endswith(("static", "__pycache__")),
    )
    for _, _, message, _, _ in found:
        bracketed = (
            f"{OPEN}{message}{CLOSE}" if isinstance(message, str) else tuple(f"{OPEN}{m}{CLOSE}" for m in message)
        )
        catalogue.add(message, bracketed)
    target = folder / "en_GB" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)


def untranslated(document: html.HtmlElement) -> Iterator[str]:
    """What the title, the header, the navigation, the main part and the footer say outside brackets."""
    for element in [document.find(".//title"), *(each for name in REGIONS for each in document.iter(name))]:
        yield from outside_brackets("\n".join(element.xpath(READ)))
    for name in SAID_BY:
        for value in document.xpath(f"//@{name}"):
            yield from outside_brackets(value)


def outside_brackets(text: str) -> Iterator[str]:
    """The lines of `text` that are in no bracket, however deep."""
    depth, kept = 0, []
    for letter in text:
        depth += letter == OPEN
        kept.append(letter if depth == 0 else "\n")
        depth -= letter == CLOSE
    assert depth == 0, "a bracket is not closed"
    yield from filter(None, (line.strip() for line in "".join(kept).splitlines()))
