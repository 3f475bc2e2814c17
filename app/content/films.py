"""MP4 films and their captions. A film keeps its pictures and sound, and loses what its camera noted beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.content.unusable import UnusableError

MOST_BOXES = 10_000

_NOTES = (b"udta", b"meta", b"uuid")
_HOLDERS = (b"moov", b"trak", b"moof", b"traf")
_CUE_TIME = re.compile(r"^(?:\d{2,}:)?\d{2}:\d{2}\.\d{3} +--> +(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}", re.MULTILINE)
_BROKEN = "This film's file is broken or not an MP4. Save it again as MP4."


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def clean_film(data: bytes) -> bytes:
    """`data` with the boxes that can hold a place or a name blanked. Offsets stay, so the film plays as before."""
    if data[4:8] != b"ftyp":
        raise UnusableError("This is not an MP4 film. Save it as MP4.")
    film = bytearray(data)
    seen = 0
    spans = [(0, len(film))]
    while spans:
        for box in _boxes(film, *spans.pop()):
            seen += 1
            if seen > MOST_BOXES:
                raise UnusableError(_BROKEN)
            if box.kind in _NOTES:
                film[box.start + 4 : box.start + 8] = b"free"
                film[box.body : box.end] = bytes(box.end - box.body)
            elif box.kind in _HOLDERS:
                spans.append((box.body, box.end))
    return bytes(film)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[_Box]:
    """The boxes that lie one after another from `start` to `end` (ISO/IEC 14496-12, 4.2)."""
    while start < end:
        size, kind, body = int.from_bytes(film[start : start + 4]), bytes(film[start + 4 : start + 8]), start + 8
        if size == 1:
            size, body = int.from_bytes(film[start + 8 : start + 16]), start + 16
        if size == 0:
            size = end - start
        if start + size > end or body > start + size:
            raise UnusableError(_BROKEN)
        yield _Box(kind, start, body, start + size)
        start += size


def clean_captions(data: bytes) -> bytes:
    """Captions as UTF-8 with Unix line ends and at least one cue."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UnusableError("These captions are not UTF-8 text. Save them again with the encoding UTF-8.") from error
    if not re.match(r"WEBVTT(?:[ \n]|$)", text):
        raise UnusableError("Captions start with a line WEBVTT. Save them as WebVTT (.vtt).")
    if "\0" in text or re.search(r"^STYLE\b", text, re.MULTILINE):
        raise UnusableError("Captions may hold words and times only. Take out styles.", _line_of(text, "STYLE"))
    if not _CUE_TIME.search(text):
        raise UnusableError("There is not one caption here, such as 00:01.000 --> 00:04.000 and the words below it.")
    return text.encode()


def _line_of(text: str, piece: str) -> int:
    return text.count("\n", 0, max(text.find(f"\n{piece}") + 1, 0)) + 1
