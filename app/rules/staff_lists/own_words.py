"""How HR systems say yes and no, and on what terms somebody works."""

from collections.abc import Mapping

from app.rules.people import Employment, alike

YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔"})
NO = frozenset({"no", "n", "false", "f", "0"})
NOTHING = frozenset({"", "-", "n/a", "na", "none", "null", "#n/a", "nil", "tbc"})
"""What stands in a cell that says nothing."""

KINDS: Mapping[str, Employment] = {
    **{each.value: each for each in Employment},
    "permanent": Employment.EMPLOYEE,
    "perm": Employment.EMPLOYEE,
    "fixed term": Employment.EMPLOYEE,
    "fixed-term": Employment.EMPLOYEE,
    "temporary": Employment.EMPLOYEE,
    "full time": Employment.EMPLOYEE,
    "full-time": Employment.EMPLOYEE,
    "part time": Employment.EMPLOYEE,
    "part-time": Employment.EMPLOYEE,
    "casual": Employment.EMPLOYEE,
    "apprentice": Employment.EMPLOYEE,
    "staff": Employment.EMPLOYEE,
    "agency worker": Employment.AGENCY,
    "agency staff": Employment.AGENCY,
    "consultant": Employment.CONTRACTOR,
    "interim": Employment.CONTRACTOR,
    "elected member": Employment.COUNCILLOR,
    "member": Employment.COUNCILLOR,
    "secondee": Employment.PARTNER,
    "partner agency": Employment.PARTNER,
}


def says(text: str) -> bool | None:
    """Yes or no, also as a number of people; None for neither."""
    word = alike(text)
    if word in YES:
        return True
    if word in NO:
        return False
    return int(word) > 0 if word.isascii() and word.isdigit() and len(word) < 7 else None


def kind_of(text: str, chosen: Mapping[str, Employment]) -> Employment | None:
    """What somebody's own words for a kind of employment mean: as it was `chosen`, else as most people use them."""
    word = alike(text)
    return chosen.get(word) or KINDS.get(word)
