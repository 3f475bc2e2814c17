"""Which requirement waits for which: all of them there, and none for itself, not even in a circle."""

from collections.abc import Iterator, Mapping, Sequence

from app.content.problems import Findings, did_you_mean
from app.content.programmes.noting import Lines
from app.rules.programmes.requirements import Requirement

Place = tuple[str, ...]


def check_order(requirements: Sequence[Requirement], lines: Lines, findings: Findings) -> None:
    waits_for: dict[str, list[str]] = {}
    known = {each.key for each in requirements}
    for each in requirements:
        waits_for[each.key] = []
        for field, key in _named(each):
            line = lines.of(each.key, field, key)
            if key not in known:
                findings.add(line, f'There is no requirement "{key}" here.{_hint(key, known, each.key)}')
            elif key == each.key:
                findings.add(line, f'"{field}" names {key} itself. Take it out.')
            elif field != "better after":
                waits_for[each.key].append(key)
    for circle in _circles(waits_for):
        findings.add(lines.of(circle[0], "after"), _told(circle))


def _hint(key: str, known: set[str], itself: str) -> str:
    others = sorted(known - {itself})
    return did_you_mean(key, others) or (f" There are {', '.join(others)}." if others else " Take it out.")


def _named(requirement: Requirement) -> Iterator[tuple[str, str]]:
    yield from (("after", key) for key in requirement.after)
    yield from (("better after", key) for key in requirement.better_after)
    if requirement.restarted_by:
        yield "restarted by", requirement.restarted_by


def _circles(waits_for: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Each circle once, from the requirement of it that is written first."""
    seen: set[str] = set()
    for start in waits_for:
        circle = _way_back(start, waits_for)
        if circle and not seen.intersection(circle):
            seen.update(circle)
            yield circle


def _way_back(start: str, waits_for: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from a requirement to itself; empty where there is none."""
    ways, been = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for key in waits_for[way[-1]]:
            if key == start:
                return way
            if key not in been:
                been.add(key)
                ways.append([*way, key])
    return []


def _told(circle: list[str]) -> str:
    first, *others = circle
    chain = "".join(f", which waits for {key}" for key in [*others[1:], first])
    return f'{first} waits for {others[0]}{chain}. Take one of them out of "after" or "restarted by".'
