"""People with a past and a pretended clock, to play a programme through."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path

from app.content.programmes.reading import ReadProgramme, read_programme
from app.rules.people import alike
from app.rules.programmes.assigning import Assignment, assign
from app.rules.programmes.careers import Career, Completed, Exempt, Job, Post, in_order
from app.rules.programmes.requirements import Programme
from app.rules.programmes.spells import Spell
from app.rules.programmes.standing import State, state_on
from app.rules.training_log import Method
from app.rules.validity import add_months, valid_until

FOLDER = Path(__file__).parents[2] / "programmes"
START = date(2026, 1, 5)
"""The first day of everybody who does not say otherwise."""

E_LEARNING, IN_PERSON, WEBINAR, EXTERNAL = map(
    str, (Method.E_LEARNING, Method.IN_PERSON, Method.WEBINAR, Method.EXTERNAL)
)


def read(name: str) -> ReadProgramme:
    path = FOLDER / f"{name}.yml"
    return read_programme(path.read_text("utf-8"), str(path))


def programme(name: str) -> Programme:
    return read(name).programme


def month(months: int, days: int = 0) -> date:
    """So many months, and days, after everybody's first day."""
    return add_months(START, months) + timedelta(days=days)


def day(days: int) -> date:
    return month(0, days)


def post(
    *teams: str,
    role: str = "Officer",
    since: date = START,
    until: date | None = None,
    organisation: str = "Anywhere Council",
    serves: bool = False,
    manages: bool = False,
    kind: str = "employee",
) -> Post:
    """A job in the first of `teams`; the others are those above it. `serves` is to be customer-facing."""
    names = frozenset(map(alike, teams))
    job = Job(alike(organisation), names, alike(role), serves, manages, kind)
    return Post(job, Spell(since, until))


def did(course: str, on: date, method: str = E_LEARNING, months: int | None = 36) -> Completed:
    """`months` is how long its certificate counts."""
    return Completed(course, method, on, valid_until(on, months))


def career(
    *posts: Post,
    done: Iterable[Completed] = (),
    reports: Iterable[Post] = (),
    away: Iterable[Spell] = (),
    exempt: Iterable[Exempt] = (),
) -> Career:
    return Career(tuple(posts), tuple(reports), tuple(away), tuple(exempt), in_order(list(done)))


def asked(person: Career, asks: Programme, today: date) -> dict[str, Assignment]:
    return {each.requirement.key: each for each in assign(person, asks, today)}


def owes(person: Career, asks: Programme, today: date) -> dict[str, State]:
    """Where what is asked of somebody stands on a day, by requirement."""
    return {
        key: state_on(today, each.requirement.strength, each.status, each.done_on, each.due_on, each.opens_on)
        for key, each in asked(person, asks, today).items()
    }


def due(person: Career, asks: Programme, today: date, *, of: Collection[str] = ()) -> dict[str, date | None]:
    """When what is asked of somebody is due; `of` narrows it."""
    return {key: each.due_on for key, each in asked(person, asks, today).items() if not of or key in of}
