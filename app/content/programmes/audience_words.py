"""Whom a requirement binds, as its source says it."""

from app.content.programmes.audiences import EVERYONE, LINE_MANAGERS, NO, YES
from app.content.programmes.nodes import Value
from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    Everyone,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
    OfOrganisation,
)


def audience_words(who: Audience) -> Value:
    match who:
        case Everyone():
            return EVERYONE
        case AllOf(each):
            return _all(each)
        case AnyOf(each):
            return {"any": [audience_words(one) for one in each]}
        case Not(one):
            return {"not": audience_words(one)}
        case LineManagerOf(one):
            return {LINE_MANAGERS: audience_words(one)}
    return _condition(who)


def _condition(
    who: InTeam | HasRole | OfOrganisation | EmployedAs | CustomerFacing | Manages,
) -> Value:
    match who:
        case InTeam(names):
            return {"team": _names(names)}
        case HasRole(names):
            return {"role": _names(names)}
        case OfOrganisation(names):
            return {"organisation": _names(names)}
        case EmployedAs(kinds):
            return {"kind": _names(kinds)}
        case CustomerFacing(is_so):
            return {"customer-facing": _yes_or_no(is_so)}
        case Manages(is_so):
            return {"manages": _yes_or_no(is_so)}


def _all(each: tuple[Audience, ...]) -> Value:
    """Different conditions of one person are written side by side."""
    parts = [audience_words(one) for one in each]
    together: dict[str, Value] = {}
    for part in parts:
        if isinstance(part, dict) and len(part) == 1:
            together |= part
    return together if len(together) == len(parts) > 1 else {"all": parts}


def _names(names: tuple[str, ...]) -> Value:
    return names[0] if len(names) == 1 else [*names]


def _yes_or_no(is_so: bool) -> str:
    return YES if is_so else NO
