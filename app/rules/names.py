"""Names told to strangers."""

import unicodedata


def initials(name: str) -> str:
    """The first letter of each part of a name: "Siân Ŵyn ap Gwŷnn" is "S. Ŵ. a. G." """
    return " ".join(f"{unicodedata.normalize('NFC', part)[0]}." for part in name.split())
