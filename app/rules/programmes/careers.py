"""What is known of one person: where they work and worked, when they were away, what they completed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.programmes.spells import Spell


@dataclass(frozen=True, slots=True)
class Job:
    """What an audience can ask about. Names are `alike`; `teams` has the team, those above it and their other names."""

    organisation: str = ""
    teams: frozenset[str] = frozenset()
    title: str = ""
    is_customer_facing: bool = False
    manages: bool = False
    employment: str = "employee"


@dataclass(frozen=True, slots=True)
class Post:
    """A spell in a job. `team_id` tells which team it is, `role` what the job is called; rules do not look at them."""

    job: Job
    spell: Spell
    team_id: int = 0
    role: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """A completion that counts. `valid_until` is the last day of its certificate; None when it never runs out."""

    course: str
    method: str
    on: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Exempt:
    """A requirement that is not asked for a time, or that the course `route` meets instead."""

    requirement: str
    spell: Spell
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Career:
    """`reports` are the posts of those whose line manager the person is. `completed` is by course, oldest first."""

    posts: tuple[Post, ...] = ()
    reports: tuple[Post, ...] = ()
    absences: tuple[Spell, ...] = ()
    exempt: tuple[Exempt, ...] = ()
    completed: Mapping[str, tuple[Completed, ...]] | None = None

    def completions_of(self, course: str) -> tuple[Completed, ...]:
        return self.completed.get(course, ()) if self.completed else ()


def in_order(completed: list[Completed]) -> dict[str, tuple[Completed, ...]]:
    """Completions by course, oldest first, whatever order they come in."""
    found: dict[str, list[Completed]] = {}
    for each in sorted(completed, key=lambda one: (one.on, one.valid_until or date.max, one.method)):
        found.setdefault(each.course, []).append(each)
    return {course: tuple(those) for course, those in found.items()}
