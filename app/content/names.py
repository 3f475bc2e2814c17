"""Names of modules and files: safe on every computer, and telling nobody the topic."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from app.content.neutral import topic_word
from app.content.problems import Findings

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 80
EXTENSIONS = (".svg", ".png", ".jpg", ".mp4", ".vtt", ".md")

_FILE_NAME = re.compile(r"[\w-][\w.-]*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST_NAME and SLUG.fullmatch(text) is not None and text not in _DEVICES


def slug_fault(text: str, what: str) -> str | None:
    """What to tell the author about an id or a module's file name, if anything."""
    if not is_slug(text):
        return f'{text!r} cannot be {what}. Use small letters, digits and hyphens, such as "safe-talks".'
    if word := topic_word(text):
        return _names_topic(what, word)
    return None


def title_fault(text: str, what: str) -> str | None:
    word = topic_word(text)
    return _names_topic(what, word) if word else None


def _names_topic(what: str, word: str) -> str:
    return f'The word "{word}" in {what} would show in browser tabs and histories. Choose a neutral name.'


def check_file_names(names: Iterable[str], findings: Findings) -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if fault := _file_fault(name):
            findings.add(1, fault)
        seen[unicodedata.normalize("NFC", name).casefold()].append(name)
    for twins in seen.values():
        if len(twins) > 1:
            pair = " and ".join(repr(name) for name in twins)
            findings.add(1, f"The files {pair} have names that some computers take for the same. Rename one.")


def _file_fault(name: str) -> str | None:
    if _FILE_NAME.fullmatch(name) is None or name.endswith(".") or len(name) > LONGEST_NAME:
        return f"{name!r} cannot be a file name here. Use letters, digits and hyphens, and no folders."
    if name.split(".", maxsplit=1)[0].strip().casefold() in _DEVICES:
        return f"Windows keeps the name {name!r} for itself. Rename the file."
    if not name.endswith(EXTENSIONS):
        return f"{name!r} is not a kind of file used here. Use {', '.join(EXTENSIONS)}, in small letters."
    return title_fault(name, f"the file name {name!r}")
