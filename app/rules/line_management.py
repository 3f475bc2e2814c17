"""Who is the line manager of whom, and where that goes round in a circle."""

from collections import deque
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Who = TypeVar("Who", bound=Hashable)


def loop_through(person: Who, managers: Mapping[Who, Collection[Who]]) -> tuple[Who, ...] | None:
    """The shortest way from a person over line managers back to them: (Ann, Bob) where they manage each other.

    None where there is none.
    """
    came_from: dict[Who, Who] = {}
    waiting = deque([person])
    while waiting:
        each = waiting.popleft()
        for manager in managers.get(each, ()):
            if manager == person:
                return _way(person, each, came_from)
            if manager not in came_from:
                came_from[manager] = each
                waiting.append(manager)
    return None


def _way(person: Who, last: Who, came_from: Mapping[Who, Who]) -> tuple[Who, ...]:
    way = [last]
    while way[-1] != person:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def find_loops(managers: Mapping[Who, Collection[Who]]) -> list[tuple[Who, ...]]:
    """Every loop that shares nobody with one before it, each as `loop_through` tells it, in the order of `managers`."""
    left = _without_ends(_without_ends(managers), upwards=False)
    found: list[tuple[Who, ...]] = []
    told: set[Who] = set()
    for person in left:
        loop = None if person in told else loop_through(person, left)
        if loop is not None and told.isdisjoint(loop):
            found.append(loop)
            told.update(loop)
    return found


def _without_ends(managers: Mapping[Who, Collection[Who]], *, upwards: bool = True) -> dict[Who, Collection[Who]]:
    """Without whoever leads to nobody else, again and again; nor, if not `upwards`, those to whom nobody leads.

    Nobody who is left out is in a loop. It takes time in proportion to the people, however long the chains are.
    """
    reports = _turned_round(managers)
    out, into = (managers, reports) if upwards else (reports, managers)
    open_ends = {each: len(set(out.get(each, ()))) for each in {**managers, **reports}}
    ends = deque(each for each, count in open_ends.items() if count == 0)
    gone: set[Who] = set()
    while ends:
        end = ends.popleft()
        gone.add(end)
        for each in set(into.get(end, ())):
            open_ends[each] -= 1
            if open_ends[each] == 0:
                ends.append(each)
    return {
        each: tuple(one for one in those if one not in gone) for each, those in managers.items() if each not in gone
    }


def _turned_round(managers: Mapping[Who, Collection[Who]]) -> dict[Who, list[Who]]:
    reports: dict[Who, list[Who]] = {}
    for person, those in managers.items():
        for manager in those:
            reports.setdefault(manager, []).append(person)
    return reports
