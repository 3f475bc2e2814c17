"""Which courses are to be done, as a form can ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.programmes.requirements import Option

MOST_GROUPS = 3

Group = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """Any one of these courses, by any of these methods; by whichever where there are none."""

    courses: tuple[str, ...]
    methods: frozenset[str] = frozenset()


def groups_of(choices: Sequence[CourseChoice]) -> tuple[Group, ...]:
    return tuple(tuple(Option(slug, each.methods) for slug in each.courses) for each in choices if each.courses)


def choices_of(groups: Sequence[Group]) -> tuple[CourseChoice, ...] | None:
    """None where a form has no choices that come to just these groups."""
    if len(groups) > MOST_GROUPS:
        return None
    found = tuple(CourseChoice(tuple(option.course for option in group), group[0].methods) for group in groups if group)
    return found if groups_of(found) == tuple(groups) else None
