"""Whom a requirement binds: conditions on a job, which can be put together.

A condition is asked of each job that somebody holds by itself, so "manages, in Repairs" does not bind who manages
elsewhere and has a second job in Repairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.people import alike
from app.rules.programmes.careers import Career, Job, Post
from app.rules.programmes.spells import A_DAY, Spell, day_after


@dataclass(frozen=True, slots=True)
class Everyone:
    needs_reports = False

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Named:
    """`names` as somebody wrote them; they are compared as `alike` makes them."""

    names: tuple[str, ...]
    compared: frozenset[str] = field(init=False, repr=False, compare=False)
    needs_reports = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "compared", frozenset(map(alike, self.names)))


@dataclass(frozen=True, slots=True)
class InTeam(_Named):
    """In one of these teams, or in a team below one."""

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return not job.teams.isdisjoint(self.compared)


@dataclass(frozen=True, slots=True)
class HasRole(_Named):
    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return job.title in self.compared


@dataclass(frozen=True, slots=True)
class CustomerFacing:
    is_so: bool = True
    needs_reports = False

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return job.is_customer_facing is self.is_so


@dataclass(frozen=True, slots=True)
class Manages:
    is_so: bool = True
    needs_reports = False

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return job.manages is self.is_so


@dataclass(frozen=True, slots=True)
class EmployedAs:
    kinds: tuple[str, ...]
    needs_reports = False

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return job.employment in self.kinds


@dataclass(frozen=True, slots=True)
class OfOrganisation(_Named):
    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return job.organisation in self.compared


@dataclass(frozen=True, slots=True)
class LineManagerOf:
    """The line manager of somebody who is in the audience `who`."""

    who: "Audience"
    needs_reports = True

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return any(self.who.holds(each, ()) for each in reports)


@dataclass(frozen=True, slots=True)
class AllOf:
    each: tuple["Audience", ...]
    needs_reports: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs_reports", any(one.needs_reports for one in self.each))

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return all(one.holds(job, reports) for one in self.each)


@dataclass(frozen=True, slots=True)
class AnyOf:
    each: tuple["Audience", ...]
    needs_reports: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs_reports", any(one.needs_reports for one in self.each))

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return any(one.holds(job, reports) for one in self.each)


@dataclass(frozen=True, slots=True)
class Not:
    who: "Audience"
    needs_reports: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs_reports", self.who.needs_reports)

    def holds(self, job: Job, reports: Sequence[Job]) -> bool:
        return not self.who.holds(job, reports)


Audience = (
    Everyone
    | InTeam
    | HasRole
    | CustomerFacing
    | Manages
    | EmployedAs
    | OfOrganisation
    | LineManagerOf
    | AllOf
    | AnyOf
    | Not
)


def bound_posts(career: Career, who: Audience) -> list[Post]:
    """The posts by which somebody is in the audience, each cut to the days on which they are."""
    if not who.needs_reports:
        return [post for post in career.posts if who.holds(post.job, ())]
    return [
        replace(post, spell=spell)
        for post in career.posts
        for spell, reports in _by_reports(post.spell, career.reports)
        if who.holds(post.job, reports)
    ]


def _by_reports(spell: Spell, reports: Sequence[Post]) -> list[tuple[Spell, list[Job]]]:
    """A spell cut wherever the reports change, with the reports of each part."""
    edges = {each.spell.starts_on for each in reports}
    edges |= {over for each in reports if (over := day_after(each.spell.ends_on)) is not None}
    starts = [spell.starts_on, *sorted(edge for edge in edges if spell.starts_on < edge <= spell.last)]
    ends: list[date | None] = [*(start - A_DAY for start in starts[1:]), spell.ends_on]
    return [
        (Spell(start, end), [each.job for each in reports if each.spell.holds(start)])
        for start, end in zip(starts, ends, strict=True)
    ]
