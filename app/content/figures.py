"""Pictures and films in a page, each in a paragraph of its own."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import PurePosixPath

from markdown.util import AtomicString

from app.content.boxes import closed_box
from app.content.pages import Film, Page
from app.content.problems import did_you_mean

LONGEST_ALT = 300
NO_PICTURES = "Pictures do not work here. Describe it in words, or move it to a lesson."


def figure(image: ET.Element, page: Page, stash: Callable[[str], str]) -> ET.Element:
    """The figure that a Markdown picture becomes; an empty one, and a problem, when it cannot be shown."""
    element = ET.Element("figure", {"class": "waymark-figure"})
    name, alt, caption = image.get("src", ""), image.get("alt", "").strip(), image.get("title", "")
    if fault := _fault(name, alt, page):
        page.problem(f"]({name}", fault)
        return element
    page.surroundings.used.add(name)
    film, picture = page.surroundings.films.get(name), page.surroundings.pictures.get(name)
    if film:
        _add_film(element, film, alt)
    elif picture:
        size = {"width": str(picture.width), "height": str(picture.height)}
        ET.SubElement(element, "img", {"src": picture.asset.url, "alt": alt, **size, "loading": "lazy"})
    if caption:
        ET.SubElement(element, "figcaption").text = AtomicString(caption)
    if film:
        closed_box(element, "waymark-transcript", AtomicString("Transcript")).text = AtomicString(
            stash(film.transcript)
        )
    return element


def _add_film(element: ET.Element, film: Film, alt: str) -> None:
    address = film.picture.asset.url
    video = {"src": address, "controls": "", "preload": "none", "aria-label": alt}
    captions = {"kind": "captions", "srclang": "en", "label": "English", "src": film.captions.asset.url}
    ET.SubElement(ET.SubElement(element, "video", video), "track", captions)


def _fault(name: str, alt: str, page: Page) -> str | None:
    around = page.surroundings
    if not page.shows_pictures:
        return NO_PICTURES
    if not alt:
        return f"Describe this picture for people who cannot see it: ![what it shows]({name})."
    if len(alt) > LONGEST_ALT:
        return f"This description is longer than {LONGEST_ALT} characters. Say what matters, and the rest in the text."
    if name not in around.files:
        hint = did_you_mean(name, around.files) or f" Put the file into the folder {around.slug} beside the module."
        return f'There is no picture "{name}".{hint}'
    if PurePosixPath(name).suffix in (".vtt", ".md"):
        return f'"{name}" is no picture. Show the film itself; captions and transcript come with it.'
    return None
