"""What a programme asked of a person on days that are over, worked out from what is known by now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.programmes.assigning import assign, changes
from app.rules.programmes.careers import Career
from app.rules.programmes.facts import Facts, facts_of
from app.rules.programmes.requirements import Programme

Versions = Sequence[tuple[date, Programme]]
"""Each programme with the day since which it was in force, oldest first. The first one stands for all days before."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a requirement, by its key, asked without a change from `known_from` until before `known_to`."""

    requirement: str
    known_from: date
    known_to: date
    facts: Facts


def history(career: Career, versions: Versions, since: date, until: date) -> Iterator[Stretch]:
    """What was asked from `since` until before `until`, to the day, in as few stretches as there can be.

    What was completed after a day is not known on it. How long a job or an absence lasted is.
    """
    begun: dict[str, tuple[date, Facts]] = {}
    for day in _days_to_look_at(career, versions, since, until):
        now = {each.requirement.key: facts_of(each) for each in assign(career, in_force_on(versions, day), day)}
        for key, (first, facts) in list(begun.items()):
            if now.get(key) != facts:
                yield Stretch(key, first, day, facts)
                del begun[key]
        begun = {key: begun.get(key, (day, facts)) for key, facts in now.items()}
    for key, (first, facts) in begun.items():
        yield Stretch(key, first, until, facts)


def in_force_on(versions: Versions, day: date) -> Programme:
    return next((programme for first, programme in reversed(versions) if first <= day), versions[0][1])


def _days_to_look_at(career: Career, versions: Versions, since: date, until: date) -> list[date]:
    """The first day, and those on which something begins, is over, is completed, or another version is in force."""
    found = {since, *(first for first, _ in versions[1:])}
    found.update(done.on for those in (career.completed or {}).values() for done in those)
    for _, programme in versions:
        found.update(changes(career, programme, since))
    return sorted(day for day in found if since <= day < until)
