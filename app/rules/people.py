"""The words for people at work, and how two spellings of one name are told to be the same."""

import re
from enum import StrEnum


class Employment(StrEnum):
    """On what terms somebody works here."""

    EMPLOYEE = "employee"
    AGENCY = "agency"
    CONTRACTOR = "contractor"
    VOLUNTEER = "volunteer"
    COUNCILLOR = "councillor"
    PARTNER = "partner"


def tidy(name: str) -> str:
    """A name without spaces around it, and with one where there are several."""
    return " ".join(name.split())


def alike(name: str) -> str:
    """What two names have in common that differ in spaces and capital letters only."""
    return tidy(name).casefold()


_HYPHENS = re.compile(r"[-\u2010-\u2015\u2212]")


def staff_number(text: str) -> str:
    """A staff number as it is kept, however it is typed: without spaces, in capital letters."""
    return "".join(text.split()).upper()


def number_alike(text: str) -> str:
    """What two spellings of one staff number have in common that differ in spaces, hyphens and capital letters only."""
    return _HYPHENS.sub("", staff_number(text))
