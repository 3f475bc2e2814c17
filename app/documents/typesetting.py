"""A text set for print: its lines, its size, its fonts, so that it keeps to the room it is given."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from re import findall
from typing import NamedTuple

from app.documents.fonts import FontLibrary, text_width
from app.documents.printable import Refusal, UnprintableName, direction, printable

SPARE = 0.97


class Step(NamedTuple):
    """A size in points and how many lines of it there is room for."""

    size: float
    lines: int


@dataclass(frozen=True, slots=True)
class Style:
    """`fonts` by PostScript name, best first; `steps` from the size one would like to the smallest one accepts."""

    fonts: tuple[str, ...]
    width: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SetText:
    """`families` is a CSS font-family list; `direction` is `ltr` or `rtl`."""

    lines: tuple[str, ...]
    size: float
    families: str
    direction: str


def set_text(text: str, style: Style, library: FontLibrary) -> SetText:
    """`text` at the largest size that fits; raises UnprintableName when it cannot be printed whole and as written."""
    ready = printable(text)
    faces = library.choose(ready, style.fonts)
    words = findall(r"[^ \-]*[ \-]*", ready)[:-1]
    widths = [text_width(word, faces, 1) for word in words]
    for step in style.steps:
        lines = _break(words, widths, step.lines, style.width * SPARE / step.size)
        if lines:
            return SetText(lines, step.size, ",".join(face.family for face in faces), direction(ready))
    raise UnprintableName(Refusal.TOO_LONG, text)


def _break(words: Sequence[str], widths: Sequence[float], most: int, room: float) -> tuple[str, ...]:
    """The fewest lines that fit, as even as they can be; none when `most` are not enough."""
    sums = {total for start in range(len(widths)) for total in accumulate(widths[start:])}
    measures = sorted(total for total in sums if max(widths) <= total <= room)
    for count in range(1, most + 1):
        narrowest = bisect_left(measures, True, key=lambda measure: len(_fill(words, widths, measure)) <= count)
        if narrowest < len(measures):
            return _fill(words, widths, measures[narrowest])
    return ()


def _fill(words: Sequence[str], widths: Sequence[float], measure: float) -> tuple[str, ...]:
    lines, used = [""], 0.0
    for word, width in zip(words, widths, strict=True):
        if used and used + width > measure:
            lines, used = [*lines, ""], 0.0
        lines[-1] += word
        used += width
    return tuple(line.strip() for line in lines)
