"""What the visitor sees of coverage: their own organisation, on the day that they ask about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.assignments.counts import States, counts_of_all
from app.assignments.in_force import begins_on, in_force, in_force_on
from app.assignments.refreshing import waiting
from app.coverage import figures, records
from app.coverage.figures import Figure, RequirementFigure, Teams
from app.coverage.trend import Moment, month_ends
from app.coverage.views import Asked, By, CoverageView, Whom
from app.coverage.wording import kind_words
from app.rules.programmes.requirements import Programme, Requirement, Strength
from app.rules.programmes.standing import Coverage
from app.web.scope import teams_below


@dataclass(frozen=True)
class Overview:
    """Every requirement of an organisation on a day, the widest gap first."""

    organisation_id: int
    today: date
    asked: Asked

    @property
    def day(self) -> date:
        return self.asked.on or self.today

    @cached_property
    def programme(self) -> Programme:
        return programme_on(self.organisation_id, self.day, self.today)

    @cached_property
    def figures(self) -> list[RequirementFigure]:
        """None on a day before anything is known."""
        if self.day < self.today and (self.known_since is None or self.day < self.known_since):
            return []
        requirements = self.programme.requirements
        counts = counts_of_all(self.organisation_id, requirements, self.day, self.today)
        return figures.by_requirement(requirements, counts)

    @cached_property
    def mandatory(self) -> list[RequirementFigure]:
        return figures.mandatory(self.figures)

    @cached_property
    def others(self) -> list[RequirementFigure]:
        return [each for each in self.figures if each not in self.mandatory]

    @cached_property
    def known_since(self) -> date | None:
        """The first day of which anything is known."""
        first = in_force_on(self.organisation_id, date.min).programme
        keys = {each.key for each in (*self.programme.requirements, *first.requirements)}
        return records.known_since(self.organisation_id, sorted(keys))

    @cached_property
    def kept_since(self) -> date | None:
        """What is known of days before this one was worked out afterwards."""
        return begins_on(self.organisation_id)

    @property
    def could_be_known(self) -> bool:
        """Whether the day is one of those that can be worked out afterwards."""
        return self.kept_since is not None and self.day < self.kept_since

    @cached_property
    def is_in_partnership(self) -> bool:
        return records.is_in_partnership(self.organisation_id)

    @cached_property
    def waiting(self) -> int:
        """How many people are still to be worked out again; of a past day all that will be known is."""
        return waiting(self.organisation_id, self.today) if self.day == self.today else 0


@dataclass(frozen=True)
class Detail:
    """One requirement on a day, narrowed to a team, a role or a kind of employment where that is asked."""

    organisation_id: int
    today: date
    asked: Asked
    requirement: Requirement
    is_asked_then: bool
    teams: Teams

    @property
    def day(self) -> date:
        return self.asked.on or self.today

    @cached_property
    def view(self) -> CoverageView:
        team, role = self.asked.team, self.asked.role
        below = teams_below(frozenset({team})) if team else None
        view = CoverageView(self.organisation_id, self.today, self.day, self.requirement, below, kind=self.asked.kind)
        return records.of_role(view, role) if role else view

    @property
    def is_mandatory(self) -> bool:
        return self.requirement.strength is Strength.MANDATORY

    @property
    def whom(self) -> Whom:
        """What is not mandatory is never overdue, only not done yet."""
        return self.asked.whom if self.is_mandatory or self.asked.whom is not Whom.OVERDUE else Whom.NOT_YET

    @cached_property
    def figures(self) -> list[Figure]:
        return self._figures(self.asked.by if self.asked.by != By.MONTH else By.TEAM)

    def _figures(self, by: By) -> list[Figure]:
        if by is By.ROLE:
            return figures.by_role(records.counts_of_view(self.view, "job"))
        if by is By.KIND:
            return figures.by_kind(records.counts_of_view(self.view, "employment"), kind_words)
        return figures.by_team(self._by_team, self.teams, self.asked.team)

    @cached_property
    def _by_team(self) -> Mapping[int, States]:
        return records.counts_of_view(self.view, "team_id")

    @cached_property
    def coverage(self) -> Coverage:
        """All of those in view."""
        return figures.total(self._by_team.values())

    @cached_property
    def moments(self) -> list[Moment]:
        since = self.known_since
        known = [day for day in month_ends(self.day) if since is not None and day >= since]
        counts = records.counts_at(self.view, known)
        return [Moment(day, counts.get(day)) for day in month_ends(self.day)]

    @cached_property
    def known_since(self) -> date | None:
        return records.known_since(self.organisation_id, [self.requirement.key])

    @cached_property
    def kept_since(self) -> date | None:
        """As that of an overview."""
        return begins_on(self.organisation_id)

    @property
    def could_be_known(self) -> bool:
        return self.is_asked_then and self.kept_since is not None and self.day < self.kept_since

    @cached_property
    def waiting(self) -> int:
        return waiting(self.organisation_id, self.today) if self.day == self.today else 0

    @property
    def team_path(self) -> list[tuple[int, str]]:
        """The chosen team and those above it, the highest first."""
        path: list[tuple[int, str]] = []
        each = self.asked.team
        while each is not None and each in self.teams and each not in dict(path):
            path.insert(0, (each, self.teams[each][1]))
            each = self.teams[each][0]
        return path


def programme_on(organisation_id: int, day: date, today: date) -> Programme:
    return (in_force(organisation_id) if day >= today else in_force_on(organisation_id, day)).programme


def detail(organisation_id: int, today: date, asked: Asked, key: str) -> Detail | None:
    """None where there is no such requirement or team. What is asked now, but was not then, says so."""
    then = programme_on(organisation_id, asked.on or today, today).requirement(key)
    requirement = then or in_force(organisation_id).programme.requirement(key)
    teams = records.team_tree(organisation_id)
    if requirement is None or (asked.team is not None and asked.team not in teams):
        return None
    return Detail(organisation_id, today, asked, requirement, then is not None, teams)
