"""One font file: what it can draw, how wide, and where its accents fall."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFont

from app.documents.printable import is_mark

CENTRED_WITHIN = 100
CLOSEST_ACCENT, FARTHEST_ACCENT = 15, 260


class Box(NamedTuple):
    """The ink of a glyph, in thousandths of an em, from its own origin."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Typeface:
    """`family` names it to CSS and reportlab, and is made from the file's bytes: one name is one typeface for ever."""

    family: str
    style: str
    characters: frozenset[str] = field(repr=False)
    font: TTFont = field(repr=False)

    def covers(self, text: str) -> bool:
        return self.characters.issuperset(text)

    def width(self, text: str, size: float) -> float:
        return float(self.font.stringWidth(text, size))

    def places_accents(self, text: str) -> bool:
        """Whether each combining mark of a text it covers lands on its letter, as it is drawn without shaping."""
        padded = ["", *text]
        return all(self._sits(mark, letter) for letter, mark in pairwise(padded) if is_mark(mark))

    def _sits(self, mark: str, letter: str) -> bool:
        over, base = self._box(mark), self._box(letter) if letter else None
        if over is None or base is None or is_mark(letter):
            return False
        advance = self.font.face.charWidths[ord(letter)]
        gap = over.bottom - base.top if over.bottom > 0 else base.bottom - over.top
        return abs(advance + over.centre - base.centre) <= CENTRED_WITHIN and CLOSEST_ACCENT <= gap <= FARTHEST_ACCENT

    def _box(self, character: str) -> Box | None:
        """None for a glyph without ink."""
        face = self.font.face
        start, end = face.glyphPos[(glyph := face.charToGlyph[ord(character)]) : glyph + 2]
        if start == end:
            return None
        edges = struct.unpack_from(">4h", face.get_table("glyf"), start + 2)
        return Box(*(edge * 1000 / face.unitsPerEm for edge in edges))
