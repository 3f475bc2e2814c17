"""When somebody is away, and what else than the programme is asked of them, as pages show it."""

from dataclasses import dataclass
from datetime import date

from app.assignments.in_force import in_force
from app.staffing import absences, exemptions
from app.web.courses import courses_of


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """A time away; `ends_on` is the last day, None where it is not known."""

    id: int
    starts_on: date
    ends_on: date | None
    is_now: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class ExemptionFacts:
    """What is asked otherwise, by its title; `route` is the title of the course that is asked instead, if any."""

    id: int
    title: str
    route: str | None
    starts_on: date
    ends_on: date | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class CanBeAsked:
    """Titles of the requirements in force, by key, and of the courses that could be asked instead, by lasting name."""

    requirements: dict[str, str]
    courses: dict[str, str]


def absences_of(person_id: int, today: date) -> list[AwayFacts]:
    return [
        AwayFacts(
            each.id,
            each.starts_on,
            each.ends_on,
            is_now=each.starts_on <= today <= (each.ends_on or date.max),
            is_over=each.ends_on is not None and each.ends_on < today,
        )
        for each in absences.absences_of(person_id)
    ]


def can_be_asked(organisation_id: int) -> CanBeAsked:
    requirements = in_force(organisation_id).programme.requirements
    courses = courses_of(organisation_id)
    return CanBeAsked(
        {each.key: each.title for each in requirements}, {slug: each.title for slug, each in courses.items()}
    )


def exemptions_of(person_id: int, known: CanBeAsked, today: date) -> list[ExemptionFacts]:
    """With the key or lasting name where the programme or the courses do not have it any more."""
    return [
        ExemptionFacts(
            each.id,
            known.requirements.get(each.requirement, each.requirement),
            known.courses.get(each.route, each.route) if each.route else None,
            each.starts_on,
            each.ends_on,
            is_over=each.ends_on is not None and each.ends_on < today,
        )
        for each in exemptions.exemptions_of(person_id)
    ]
