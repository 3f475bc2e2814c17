"""Which passwords are guessed first, however long they are. Nothing is asked of their letters, digits and signs.

After NIST SP 800-63B (what to compare a new password with) and the NCSC's advice on three random words.
"""

import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum

FEWEST_DIFFERENT = 5
SHORTEST_REPEATED = 12
"""Who repeats something of that length has typed a password before they repeat it."""

SHORTEST_PIECE, SHORTEST_RUN = 2, 4
_DIGITS = frozenset("0123456789")
_STANDS_FOR = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"}
_SIGNS = str.maketrans("@$€", "ase")


class Weakness(StrEnum):
    """Why a password is guessed early."""

    FEW_CHARACTERS = "few characters"
    REPEATED = "repeated"
    IN_ORDER = "in order"
    COMMON = "common"
    PERSONAL = "personal"


def weakness(password: str, about: Iterable[str], common: Collection[str]) -> Weakness | None:
    """`about` is what anybody may know of its owner: their name, address, number and organisation.

    `common` are words and whole passwords that many people use, in small letters without spaces.
    """
    text = _plain(password)
    if len(set(text)) < FEWEST_DIFFERENT:
        return Weakness.FEW_CHARACTERS
    spellings = {_letters(text), _letters(text.translate(_SIGNS))} - {""}
    if any(_is_repeated(each) or _is_repeated(each.rstrip("0123456789")) for each in spellings):
        return Weakness.REPEATED
    if any(_is_in_order(each) for each in spellings):
        return Weakness.IN_ORDER
    if any(_is_made_of(each, common) for each in spellings):
        return Weakness.COMMON
    known = {*common, *_pieces(about)}
    return Weakness.PERSONAL if any(_is_made_of(each, known) for each in spellings) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(text: str) -> str:
    """Without what stands between words."""
    return "".join(each for each in text if each.isalnum())


def _pieces(about: Iterable[str]) -> set[str]:
    """Each as a whole, and its words."""
    found = set()
    for each in map(_plain, about):
        words = "".join(letter if letter.isalnum() else " " for letter in each).split()
        found |= {"".join(words), *words}
    return {each for each in found if len(each) >= SHORTEST_PIECE}


def _is_repeated(text: str) -> bool:
    """Whether a short piece is all of it, again and again."""
    period = (text + text).find(text, 1)
    return 0 < period < min(len(text), SHORTEST_REPEATED)


def _is_in_order(text: str) -> bool:
    """abcdefgh or 87654321: each letter or digit is the next, or the last one before; after 9 comes 0."""
    if len(text) < SHORTEST_RUN:
        return False
    steps = {ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)}
    if set(text) <= _DIGITS:
        steps = {step % 10 for step in steps}
        return steps <= {1} or steps <= {9}
    return steps <= {1} or steps <= {-1}


def _is_made_of(text: str, pieces: Collection[str]) -> bool:
    """Whether nothing is left of it beside these pieces and digits; digits alone are not made of anything."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached.update(start + len(each) for each in pieces if _begins_with(text, each, start))
            if text[start] in _DIGITS:
                reached.add(start + 1)
    return len(text) in reached and not set(text) <= _DIGITS


def _begins_with(text: str, piece: str, start: int) -> bool:
    there = text[start : start + len(piece)]
    return len(there) == len(piece) and all(_reads_as(*pair) for pair in zip(there, piece, strict=True))


def _reads_as(typed: str, meant: str) -> bool:
    return typed == meant or meant in _STANDS_FOR.get(typed, "")
