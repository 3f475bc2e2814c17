"""How a one-time code is written on paper, and read however somebody types it."""

ALPHABET = "23456789CDFHJKMNPRTVWXY"
"""Without letters and digits that look alike, and without vowels, so that no code is a word."""

LENGTH = 12
GROUP = 4
"""12 out of 23 are 54 bits."""

_LOOK_ALIKES = str.maketrans("BGSUZ", "865V2")
_BETWEEN = str.maketrans("", "", " -–—.\t")


def written(code: str) -> str:
    """In groups: "K7XM-2RTH-9PDW"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """The code that somebody typed, in small letters, without the hyphens or with a B for an 8; None if it is none."""
    code = typed.upper().translate(_BETWEEN).translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
