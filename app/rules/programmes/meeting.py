"""Which completions meet a requirement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.rules.programmes.careers import Career, Completed
from app.rules.programmes.requirements import Option, Requirement
from app.rules.validity import add_months

Group = tuple[Option, ...]
ByKey = Mapping[str, Requirement]
Those = tuple[Completed, ...]
"""Completions, oldest first."""


@dataclass(slots=True)
class Record:
    """What somebody has done until `today`.

    `since` says from when the requirements that bind them do; what does not bind is looked at as from `started_on`.
    """

    career: Career
    by_key: ByKey
    since: Mapping[str, date]
    started_on: date
    today: date
    _met: dict[str, Those] = field(default_factory=dict)

    def groups(self, requirement: Requirement) -> list[Those]:
        """For each group of a requirement, the completions that meet it."""
        for_all = self._for_all_groups(requirement)
        return [self._of_group(group, for_all) for group in requirement.groups]

    def met(self, key: str) -> Those:
        """The completions with which all groups of a requirement were done; none where there is no such requirement."""
        if key not in self._met:
            requirement = self.by_key.get(key)
            self._met[key] = _together(self.groups(requirement)) if requirement else ()
        return self._met[key]

    def _for_all_groups(self, requirement: Requirement) -> list[Completed]:
        found = list(self.met(requirement.restarted_by)) if requirement.restarted_by else []
        if requirement.equivalents:
            found += self._equivalents(requirement)
        if self.career.exempt:
            found += self._routes(requirement)
        return found

    def _equivalents(self, requirement: Requirement) -> list[Completed]:
        since = self.since.get(requirement.key, self.started_on)
        return [
            done
            for each in requirement.equivalents
            for done in self._until_today(each.course)
            if each.max_age_months is None or done.on >= add_months(since, -each.max_age_months)
        ]

    def _routes(self, requirement: Requirement) -> list[Completed]:
        """Another route that was done as long as it was open stays good."""
        mine = [each for each in self.career.exempt if each.requirement == requirement.key and each.route]
        return [done for each in mine for done in self._until_today(each.route or "") if done.on <= each.spell.last]

    def _of_group(self, group: Group, for_all: list[Completed]) -> Those:
        if not for_all and len(group) == 1:
            return self._of_option(group[0])
        found = {done for option in group for done in self._of_option(option)}
        return tuple(sorted(found.union(for_all), key=_in_order))

    def _of_option(self, option: Option) -> Those:
        done = self._until_today(option.course)
        return tuple(each for each in done if each.method in option.methods) if option.methods else done

    def _until_today(self, course: str) -> Those:
        done = self.career.completions_of(course)
        return done if not done or done[-1].on <= self.today else tuple(each for each in done if each.on <= self.today)


def _in_order(done: Completed) -> tuple[date, str, date, str]:
    return done.on, done.course, done.valid_until or date.max, done.method


def _together(groups: list[Those]) -> Those:
    """Those of all groups since each of them has one."""
    if len(groups) == 1:
        return groups[0]
    if not all(groups):
        return ()
    complete_on = max(done[0].on for done in groups)
    return tuple(sorted({one for done in groups for one in done if one.on >= complete_on}, key=_in_order))
