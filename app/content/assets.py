"""Pictures, films and captions, cleaned and named by what they hold."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.content.drawings import clean_drawing
from app.content.films import clean_captions, clean_film
from app.content.photographs import clean_photograph
from app.content.problems import Problem
from app.content.unusable import UnusableError


@dataclass(frozen=True, slots=True)
class Asset:
    """A cleaned file. `sha256` is of `data`, in hex; `name` is its author's name for it."""

    sha256: str
    media_type: str
    data: bytes
    name: str

    @property
    def url(self) -> str:
        return f"/assets/{self.sha256}{PurePosixPath(self.name).suffix}"


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` are in pixels; both are 0 for a film and for captions."""

    asset: Asset
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    clean: Callable[[bytes], tuple[bytes, int, int]]


_KINDS: Mapping[str, _Kind] = {
    ".svg": _Kind("image/svg+xml", clean_drawing),
    ".png": _Kind("image/png", lambda data: clean_photograph(data, "PNG")),
    ".jpg": _Kind("image/jpeg", lambda data: clean_photograph(data, "JPEG")),
    ".mp4": _Kind("video/mp4", lambda data: (clean_film(data), 0, 0)),
    ".vtt": _Kind("text/vtt", lambda data: (clean_captions(data), 0, 0)),
}


def clean_files(
    files: Mapping[str, bytes], folder: str, announce: Callable[[str, int], None]
) -> tuple[dict[str, Picture], list[Problem]]:
    """Every file that can be shown, by name, and what is wrong with the others. Transcripts (.md) are left out."""
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for name in sorted(files):
        kind = _KINDS.get(PurePosixPath(name).suffix)
        if kind is None:
            continue
        announce(f"{folder}/{name}", 1)
        try:
            data, width, height = kind.clean(files[name])
        except UnusableError as fault:
            problems.append(Problem(f"{folder}/{name}", fault.line, str(fault)))
        else:
            asset = Asset(hashlib.sha256(data).hexdigest(), kind.media_type, data, name)
            pictures[name] = Picture(asset, width, height)
    return pictures, problems
