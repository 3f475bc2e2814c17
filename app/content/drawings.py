"""SVG drawings, kept to shapes and words: no scripts, links, styles or anything from outside."""

import re
import xml.etree.ElementTree as ET
from xml.parsers import expat

from app.content.unusable import UnusableError

MOST_ELEMENTS = 20_000
DEEPEST = 40

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_WORDS = frozenset({"desc", "text", "title", "tspan"})
_SHAPES = """
    svg g defs symbol use path rect circle ellipse line polyline polygon marker clipPath linearGradient radialGradient
    stop
"""
_GEOMETRY = """
    id x y x1 y1 x2 y2 cx cy r rx ry fx fy width height d points viewBox preserveAspectRatio transform pathLength dx dy
    rotate textLength lengthAdjust offset gradientUnits gradientTransform spreadMethod clipPathUnits refX refY
    markerWidth markerHeight markerUnits orient role aria-hidden aria-label aria-labelledby lang
"""
_LOOKS = """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit opacity stop-color stop-opacity color display visibility clip-path clip-rule
    marker-start marker-mid marker-end font-size font-style font-weight letter-spacing text-anchor text-decoration
    dominant-baseline alignment-baseline baseline-shift paint-order vector-effect
"""
_ELEMENTS = _WORDS | set(_SHAPES.split())
_ATTRIBUTES = frozenset([*_GEOMETRY.split(), *_LOOKS.split()])
_GENERIC_FONTS = ("sans-serif", "serif", "monospace")
_SAFE_VALUE = re.compile(r"[\w\s.,#%()+'’–-]*")
_INNER_URL = re.compile(r"url\(#[\w.-]+\)")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


def clean_drawing(data: bytes) -> tuple[bytes, int, int]:
    """Bytes, width and height. Raises UnusableError for what is no SVG or names no size."""
    root = _parse(data)
    cleaned = _cleaned(root)
    if root.tag != f"{_SVG}}}svg" or cleaned is None:
        raise UnusableError("This is not an SVG drawing. Save it again as SVG.")
    width, height = _size(root)
    cleaned.set("xmlns", _SVG)
    return ET.tostring(cleaned, encoding="utf-8"), width, height


class _Builder:
    """Builds the tree, and stops at what a drawing does not need and a bomb does."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self._tree = ET.TreeBuilder()
        self._depth = self._count = 0
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._tree.data

    def build(self, data: bytes) -> ET.Element:
        self.parser.Parse(data, True)
        return self._tree.close()

    def _doctype(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise UnusableError("This drawing has a <!DOCTYPE …> line. Take the line out.", line)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise UnusableError("This drawing is too complicated. Make it simpler.", self.parser.CurrentLineNumber)
        self._tree.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(tag)


def _parse(data: bytes) -> ET.Element:
    try:
        return _Builder().build(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        raise UnusableError("This drawing cannot be read here. Save it again as SVG.", line) from error


def _cleaned(element: ET.Element) -> ET.Element | None:
    """A copy with allowed elements and attributes only."""
    namespace, _, tag = element.tag.rpartition("}")
    if namespace != _SVG or tag not in _ELEMENTS:
        return None
    copy = ET.Element(tag, _attributes(element, tag))
    copy.text = element.text if tag in _WORDS else None
    for child in element:
        kept = _cleaned(child)
        if kept is not None:
            copy.append(kept)
            kept.tail = child.tail if tag in _WORDS else None
        elif tag in _WORDS:
            _append_text(copy, child.tail or "")
    return copy


def _append_text(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _attributes(element: ET.Element, tag: str) -> dict[str, str]:
    """Allowed attributes; what a style declares becomes attributes, too."""
    kept: dict[str, str] = {}
    for name, value in [*element.items(), *_declarations(element.get("style", ""))]:
        if tag == "use" and name in ("href", f"{_XLINK}}}href") and re.fullmatch(r"#[\w.-]+", value):
            kept["href"] = value
        elif name == "font-family":
            kept[name] = next((font for font in _GENERIC_FONTS if font in value), "sans-serif")
        elif name in _ATTRIBUTES and _is_safe(name, value):
            kept[name] = value.strip()
    return kept


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    found = ((name.strip(), value.strip()) for name, _, value in pairs)
    return [(name, value) for name, value in found if name in _LOOKS.split() or name == "font-family"]


def _is_safe(name: str, value: str) -> bool:
    if name == "aria-label":
        return True
    if "url" in value.casefold():
        return _INNER_URL.fullmatch(value.strip()) is not None
    return _SAFE_VALUE.fullmatch(value) is not None


def _size(root: ET.Element) -> tuple[int, int]:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    sides = numbers[2:] if len(numbers) == 4 else [root.get("width", ""), root.get("height", "")]
    lengths = [float(match[1]) for side in sides if (match := _LENGTH.fullmatch(side))]
    if len(lengths) != 2 or not all(1 <= length <= 20_000 for length in lengths):
        raise UnusableError('This drawing names no size. Add viewBox="0 0 800 600" or the like to its <svg>.')
    return round(lengths[0]), round(lengths[1])
