"""Text as a page can print it: normalised, its Arabic letters joined, or refused with a reason."""

import unicodedata
from enum import StrEnum

from arabic_reshaper import ArabicReshaper

LONGEST_TEXT = 200

ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER = "\u200c", "\u200d"
JOINERS = frozenset({ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER})
"""Spelling, in the scripts that have them: the first parts letters, the second asks for a conjunct."""

SCRIPTS_DRAWN_LETTER_BY_LETTER = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "HEBREW", "ARABIC", "THAI", "LAO", "CHEROKEE"}
    | {"CANADIAN", "TIFINAGH", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
    | {"MODIFIER", "FEMININE", "MASCULINE", "MICRO"}
)
"""Scripts, by the first word of a letter's Unicode name, that come out right without a shaping engine (Arabic after
its letters are joined here). Every other script is refused: drawn letter by letter it would be misspelt."""

_RESHAPER = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


class Refusal(StrEnum):
    """Why a text cannot be printed, for the caller to put into words."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CONTROL = "control"
    NEEDS_SHAPING = "needs-shaping"
    NO_FONT = "no-font"


class UnprintableName(Exception):
    """A text that would not come out as written. `characters` are those at fault; none when its length is."""

    def __init__(self, reason: Refusal, text: str, characters: str = "") -> None:
        self.reason = reason
        self.text = text
        self.characters = "".join(dict.fromkeys(characters))
        places = " ".join(f"U+{ord(character):04X}" for character in self.characters)
        super().__init__(f"{reason} {places}".strip())


def printable(text: str) -> str:
    """`text` in NFC with single spaces and joined Arabic letters, in logical order; raises UnprintableName."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain:
        raise UnprintableName(Refusal.EMPTY, text)
    if len(plain) > LONGEST_TEXT:
        raise UnprintableName(Refusal.TOO_LONG, text)
    _refuse(Refusal.CONTROL, plain, [character for character in plain if _is_control(character)])
    _refuse(Refusal.NEEDS_SHAPING, plain, [character for character in plain if _needs_shaping(character)])
    return str(_RESHAPER.reshape(plain)).replace(ZERO_WIDTH_NON_JOINER, "")


def is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first strong character, as the Unicode bidirectional algorithm has it (P2, P3)."""
    classes = (unicodedata.bidirectional(character) for character in text)
    strong = next((each for each in classes if each in {"L", "R", "AL"}), "L")
    return "ltr" if strong == "L" else "rtl"


def _refuse(reason: Refusal, text: str, characters: list[str]) -> None:
    if characters:
        raise UnprintableName(reason, text, "".join(characters))


def _is_control(character: str) -> bool:
    """Control, bidi control, unassigned and private characters: nothing a reader sees, or nothing that is agreed."""
    return unicodedata.category(character).startswith("C") and character not in JOINERS


def _needs_shaping(character: str) -> bool:
    name = unicodedata.name(character, "")
    match unicodedata.category(character)[0]:
        case "M":
            return not name.startswith("COMBINING")
        case "L" if name.startswith("ARABIC"):
            return character not in _RESHAPER.letters
        case "L":
            return name.split()[0].partition("-")[0] not in SCRIPTS_DRAWN_LETTER_BY_LETTER
    return character == ZERO_WIDTH_JOINER
