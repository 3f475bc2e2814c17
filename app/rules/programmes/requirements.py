"""What a programme asks: who must do which course, by when, how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.rules.programmes.audiences import Audience, Everyone
from app.rules.programmes.careers import Job

WINDOW_MONTHS = 3
"""How long before it is due again a course may be done, unless a requirement says otherwise."""


class Strength(StrEnum):
    """How much is asked. What is recommended or available is never overdue."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    AVAILABLE = "available"


class Anchor(StrEnum):
    """What the days until the first due date are counted from."""

    JOINING = "joining"
    STARTING = "starting"


class CountedFrom(StrEnum):
    """What the time until a renewal is counted from."""

    COMPLETION = "completion"
    EXPIRY = "expiry"
    FIXED_DAY = "fixed day"
    CERTIFICATE = "certificate"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Option:
    """A course that will do, by any method or by one of `methods`."""

    course: str
    methods: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A course that counts too, if it was no older than `max_age_months` when the requirement began to bind."""

    course: str
    max_age_months: int | None = None


@dataclass(frozen=True, slots=True)
class FirstDue:
    """Due `days` after the anchor; or on a day, and `days` after the anchor for who joins after it."""

    days: int | None = None
    anchor: Anchor = Anchor.JOINING
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """Due again every `months`. `fixed` is month and day where the time is counted to a fixed day.

    CERTIFICATE follows the day on which the course's own certificate runs out.
    """

    counted_from: CountedFrom = CountedFrom.CERTIFICATE
    months: int = 0
    fixed: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """`groups` are to be done all, each by one of its options.

    It binds from `from_on`; who does not manage has `managers_first` more days then. `after` are the keys of
    requirements to be met first, `better_after` those that are advised first. What meets `restarted_by` meets this
    too. A completion lasts `active_months` at least.
    """

    key: str
    title: str
    groups: tuple[tuple[Option, ...], ...]
    who: Audience = Everyone()
    strength: Strength = Strength.MANDATORY
    first_due: FirstDue = FirstDue(30)
    renewal: Renewal = Renewal()
    window_months: int = WINDOW_MONTHS
    active_months: int = 0
    from_on: date | None = None
    managers_first: int = 0
    after: tuple[str, ...] = ()
    better_after: tuple[str, ...] = ()
    restarted_by: str | None = None
    equivalents: tuple[Equivalent, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredCourse:
    """A course done elsewhere that a programme brings with it."""

    slug: str
    title: str
    level: int
    valid_months: int | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """An organisation's requirements in their order."""

    name: str
    requirements: tuple[Requirement, ...]
    courses: tuple[DeclaredCourse, ...] = ()
    sources: tuple[str, ...] = ()
    by_key: Mapping[str, Requirement] = field(init=False, repr=False, compare=False)
    _for_job: dict[Job, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {each.key: each for each in self.requirements})

    def requirement(self, key: str) -> Requirement | None:
        return self.by_key.get(key)

    def for_job(self, job: Job) -> frozenset[str]:
        """The keys of those that can bind somebody in a job; kept, since the same few jobs are asked about for all."""
        if job not in self._for_job:
            mine = (each.key for each in self.requirements if each.who.needs_reports or each.who.holds(job, ()))
            self._for_job[job] = frozenset(mine)
        return self._for_job[job]
