"""Whom a requirement binds, as a form can ask for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
)


class Managers(StrEnum):
    """Whether the line managers of those who are chosen are bound: not for that, too, or they only."""

    NO = "no"
    TOO = "too"
    ONLY = "only"


class Together(StrEnum):
    """Whether somebody must be in all that is chosen, or in any of it."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What holds for somebody. `is_customer_facing` and `manages` are None where it does not matter."""

    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_customer_facing: bool | None = None
    manages: bool | None = None


@dataclass(frozen=True, slots=True)
class AudienceChoices:
    """Those who are `chosen` and not `left_out`."""

    chosen: Chosen = Chosen()
    left_out: Chosen = Chosen()
    together: Together = Together.ALL
    managers: Managers = Managers.NO


def audience_of(choices: AudienceChoices) -> Audience | None:
    """None where nothing is chosen."""
    wanted, unwanted = _conditions(choices.chosen), _conditions(choices.left_out)
    if not wanted and not unwanted:
        return None
    kind = AllOf if choices.together is Together.ALL else AnyOf
    base = _joined(wanted, kind)
    if unwanted:
        out = Not(_joined(unwanted, AnyOf))
        mine = base.each if isinstance(base, AllOf) else (base,) if wanted else ()
        base = _joined([*mine, out], AllOf)
    if choices.managers is Managers.NO:
        return base
    return LineManagerOf(base) if choices.managers is Managers.ONLY else AnyOf((base, LineManagerOf(base)))


def _conditions(chosen: Chosen) -> list[Audience]:
    found: list[Audience] = []
    if chosen.teams:
        found.append(InTeam(chosen.teams))
    if chosen.roles:
        found.append(HasRole(chosen.roles))
    if chosen.kinds:
        found.append(EmployedAs(chosen.kinds))
    if chosen.is_customer_facing is not None:
        found.append(CustomerFacing(chosen.is_customer_facing))
    if chosen.manages is not None:
        found.append(Manages(chosen.manages))
    return found


def _joined(parts: Sequence[Audience], kind: type[AllOf] | type[AnyOf]) -> Audience:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def choices_of(who: Audience) -> AudienceChoices | None:
    """The choices that make just this audience; None where a form has none that do."""
    managers, base = _without_managers(who)
    wanted, unwanted = _without_exception(base)
    chosen, left_out = _chosen(_parts(wanted, (AllOf, AnyOf))), _chosen(_parts(unwanted, (AnyOf,)))
    if chosen is None or left_out is None:
        return None
    together = Together.ANY if isinstance(wanted, AnyOf) else Together.ALL
    found = AudienceChoices(chosen, left_out, together, managers)
    return found if audience_of(found) == who else None


def _without_managers(who: Audience) -> tuple[Managers, Audience]:
    if isinstance(who, LineManagerOf):
        return Managers.ONLY, who.who
    if isinstance(who, AnyOf) and len(who.each) == 2 and who.each[1] == LineManagerOf(who.each[0]):
        return Managers.TOO, who.each[0]
    return Managers.NO, who


def _without_exception(who: Audience) -> tuple[Audience | None, Audience | None]:
    """Who is meant, and who of them is not."""
    if isinstance(who, Not):
        return None, who.who
    if isinstance(who, AllOf) and len(who.each) > 1 and isinstance(who.each[-1], Not):
        return _joined(who.each[:-1], AllOf), who.each[-1].who
    return who, None


def _parts(who: Audience | None, kinds: tuple[type, ...]) -> Sequence[Audience]:
    if who is None:
        return ()
    return who.each if isinstance(who, AllOf | AnyOf) and isinstance(who, kinds) else (who,)


def _chosen(parts: Iterable[Audience]) -> Chosen | None:
    """Of conditions of different kinds; None for anything else."""
    found: dict[str, object] = {}
    for part in parts:
        name, value = _named(part)
        if not name or name in found:
            return None
        found[name] = value
    return Chosen(**found)  # type: ignore[arg-type]


def _named(part: Audience) -> tuple[str, object]:
    match part:
        case InTeam(names):
            return "teams", names
        case HasRole(names):
            return "roles", names
        case EmployedAs(kinds):
            return "kinds", kinds
        case CustomerFacing(is_so):
            return "is_customer_facing", is_so
        case Manages(is_so):
            return "manages", is_so
    return "", None
