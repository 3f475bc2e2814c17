"""Figures as the page and its files show them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.rules.people import alike, tidy
from app.rules.programmes.requirements import Requirement, Strength
from app.rules.programmes.standing import Coverage, State, coverage_of

FEWEST_TOLD = 10
"""Fewer who are not counted are not told: in a small group one could guess who is exempt."""

States = Mapping[State, int]
Teams = Mapping[int, tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """The coverage of a part; `value` stands for the part in addresses. `leads_on` to the parts below it."""

    label: str
    coverage: Coverage
    value: Any = None
    leads_on: bool = False


@dataclass(frozen=True, slots=True)
class RequirementFigure:
    requirement: Requirement
    coverage: Coverage


def percent(coverage: Coverage) -> int | None:
    """The share in whole percent, rounded down so that 100 means everybody; None where nobody is bound."""
    return 100 * coverage.in_date // coverage.bound if coverage.bound else None


def not_counted(coverage: Coverage) -> int | None:
    """How many are not counted; None where it is too few to tell."""
    return coverage.not_counted if coverage.not_counted >= FEWEST_TOLD else None


def _gap(coverage: Coverage) -> tuple[float, int]:
    """Sorts the worst first; where nobody is bound comes last."""
    return (2.0 if coverage.share is None else coverage.share, -coverage.overdue)


def by_requirement(requirements: Iterable[Requirement], counts: Mapping[str, States]) -> list[RequirementFigure]:
    found = [RequirementFigure(each, coverage_of(counts.get(each.key, {}))) for each in requirements]
    return sorted(found, key=lambda each: (*_gap(each.coverage), each.requirement.title.casefold()))


def mandatory(figures: Iterable[RequirementFigure]) -> list[RequirementFigure]:
    return [each for each in figures if each.requirement.strength is Strength.MANDATORY]


def total(counts: Iterable[States]) -> Coverage:
    summed: Counter[State] = Counter()
    for each in counts:
        summed.update(each)
    return coverage_of(summed)


def by_team(counts: Mapping[int, States], teams: Teams, above: int | None) -> list[Figure]:
    """The teams right below `above`, each with all below it; and `above` by itself, which leads no further."""
    branches: dict[int, list[States]] = {}
    for team_id, states in counts.items():
        branch = branch_of(team_id, teams, above)
        if branch is not None:
            branches.setdefault(branch, []).append(states)
    parents = {parent for parent, _ in teams.values()}
    found = [
        Figure(teams[team_id][1], total(each), team_id, leads_on=team_id in parents and team_id != above)
        for team_id, each in branches.items()
    ]
    return _worst_first(found)


def branch_of(team_id: int, teams: Teams, above: int | None) -> int | None:
    """The team right below `above` that a team belongs to, or is; None where it is elsewhere."""
    each: int | None = team_id
    seen: set[int] = set()
    while each is not None and each in teams and each not in seen:
        seen.add(each)
        parent = teams[each][0]
        if parent == above or each == above:
            return each
        each = parent
    return None


def by_role(counts: Mapping[str, States]) -> list[Figure]:
    """By what jobs are called, whatever their spaces and capital letters; as most people's is written."""
    spelt: dict[str, Counter[str]] = {}
    for job, states in counts.items():
        spelt.setdefault(alike(job), Counter())[job] += sum(states.values())
    found = []
    for spellings in spelt.values():
        job = spellings.most_common(1)[0][0]
        found.append(Figure(tidy(job), total(counts[each] for each in spellings), tidy(job)))
    return _worst_first(found)


def by_kind(counts: Mapping[str, States], words: Callable[[str], str]) -> list[Figure]:
    return _worst_first(Figure(words(kind), coverage_of(states), kind) for kind, states in counts.items())


def _worst_first(figures: Iterable[Figure]) -> list[Figure]:
    """Without parts in which nobody is bound: how many are not counted there is nobody's business."""
    bound = (each for each in figures if each.coverage.bound)
    return sorted(bound, key=lambda each: (*_gap(each.coverage), each.label.casefold()))


def widths(coverage: Coverage) -> tuple[float, float]:
    """How much of a bar of 100 is in date, and how much overdue."""
    if not coverage.bound:
        return 0, 0
    return round(100 * coverage.in_date / coverage.bound, 2), round(100 * coverage.overdue / coverage.bound, 2)
