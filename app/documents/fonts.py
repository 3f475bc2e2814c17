"""The typefaces of a folder, and which of them a text is printed in."""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf.default import DEFAULT_FONT

from app.documents.printable import Refusal, UnprintableName, is_mark
from app.documents.typeface import Typeface

_REGISTERING = threading.Lock()

Faces = tuple[Typeface, ...]


class FontsMissing(Exception):
    """The folder holds no font: certificates cannot be drawn."""


class FontLibrary:
    """Every `.ttf` file of a folder: another script is another file there. Make it once; it is safe between threads."""

    def __init__(self, folder: Path) -> None:
        self.faces: Faces = tuple(_register(path) for path in sorted(folder.glob("*.ttf")))
        if not self.faces:
            raise FontsMissing(str(folder))

    def choose(self, text: str, preferred: Sequence[str] = ()) -> Faces:
        """The first typeface that draws all of `text`, else the fewest that do together, tried in order.

        `preferred` are PostScript names (`EBGaramond-Medium`), tried before the others; raises UnprintableName.
        """
        ordered = self._in_order(preferred)
        together = _together(text, ordered)
        whole = [face for face in ordered if face.covers(text)]
        if not any(map(is_mark, text)):
            return (whole[0],) if whole else together
        accented = [face for face in whole if face.places_accents(text)]
        if not accented:
            raise UnprintableName(Refusal.NEEDS_SHAPING, text, "".join(filter(is_mark, text)))
        return (accented[0],)

    def _in_order(self, preferred: Sequence[str]) -> Faces:
        rank = {style: place for place, style in enumerate(preferred)}
        return tuple(sorted(self.faces, key=lambda face: rank.get(face.style, len(rank))))


def text_width(text: str, faces: Faces, size: float) -> float:
    """In points; each character in the first of `faces` that has it."""
    return sum(_first_with(character, faces).width(character, size) for character in text)


def _first_with(character: str, faces: Faces) -> Typeface:
    return next(face for face in faces if character in face.characters)


def _together(text: str, faces: Faces) -> Faces:
    missing, chosen = set(text), []
    for face in faces:
        if not missing.isdisjoint(face.characters):
            chosen.append(face)
            missing -= face.characters
    if missing:
        raise UnprintableName(Refusal.NO_FONT, text, "".join(filter(missing.__contains__, text)))
    return tuple(chosen)


def _register(path: Path) -> Typeface:
    """Make the file known to reportlab and xhtml2pdf, whose registries are global: once a process, from memory."""
    family = f"font-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    with _REGISTERING:
        if family not in DEFAULT_FONT:
            pdfmetrics.registerFont(TTFont(family, str(path), shapable=False))
            for bold, italic in ((0, 0), (0, 1), (1, 0), (1, 1)):
                addMapping(family, bold, italic, family)
            DEFAULT_FONT[family] = family
    font = pdfmetrics.getFont(family)
    return Typeface(family, font.face.name.decode(), frozenset(map(chr, font.face.charToGlyph)), font)
