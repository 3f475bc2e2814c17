"""What was asked on past days is what working out each single day says."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.programmes.assigning import assign
from app.rules.programmes.careers import Career, Completed, Exempt, Job, Post, in_order
from app.rules.programmes.facts import Facts, facts_of
from app.rules.programmes.history import Stretch, Versions, history, in_force_on
from app.rules.programmes.requirements import Programme
from app.rules.programmes.spells import A_DAY, Spell
from tests.rules.programmes.asks import EVERY_YEAR, ask, asks
from tests.rules.programmes.lives import careers, programmes

SINCE, UNTIL = date(2025, 4, 1), date(2026, 4, 1)
LONG_AGO = date(2020, 1, 6)
CORE = asks(ask("core", renewal=EVERY_YEAR))
OLD = ((UNTIL, CORE),)


def here(starts_on: date = LONG_AGO, ends_on: date | None = None) -> Post:
    return Post(Job(), Spell(starts_on, ends_on), 7, "officer")


def done(*days: date, course: str = "core") -> dict[str, tuple[Completed, ...]]:
    return in_order([Completed(course, "e-learning", day) for day in days])


def told(career: Career, versions: Versions = OLD) -> list[tuple[str, date, date, str, date | None, date | None]]:
    """Key, from, to, status, done and due of each stretch, in order."""
    found = sorted(history(career, versions, SINCE, UNTIL), key=lambda each: (each.known_from, each.requirement))
    return [
        (each.requirement, each.known_from, each.known_to, each.facts.status, each.facts.done_on, each.facts.due_on)
        for each in found
    ]


FIRST_DUE = LONG_AGO + timedelta(days=30)
DONE, AGAIN = date(2025, 6, 10), date(2026, 2, 3)
AWAY = Spell(date(2025, 8, 1), date(2025, 8, 31))
IN_MAY = date(2025, 5, 19)
LATER = ((date(2024, 1, 1), CORE), (IN_MAY, asks(ask("core", renewal=EVERY_YEAR), ask("more"))))

CASES: dict[str, tuple[Career, Versions, list[tuple[str, date, date, str, date | None, date | None]]]] = {
    "nobody": (Career(), OLD, []),
    "never did it": (Career((here(),)), OLD, [("core", SINCE, UNTIL, "asked", None, FIRST_DUE)]),
    "did it before": (
        Career((here(),), completed=done(date(2025, 3, 31))),
        OLD,
        [("core", SINCE, UNTIL, "asked", date(2025, 3, 31), date(2026, 3, 31))],
    ),
    "is known to have done it from the day on which it was": (
        Career((here(),), completed=done(DONE, AGAIN)),
        OLD,
        [
            ("core", SINCE, DONE, "asked", None, FIRST_DUE),
            ("core", DONE, AGAIN, "asked", DONE, date(2026, 6, 10)),
            ("core", AGAIN, UNTIL, "asked", AGAIN, date(2027, 2, 3)),
        ],
    ),
    "did something else": (
        Career((here(),), completed=done(DONE, course="other")),
        OLD,
        [("core", SINCE, UNTIL, "asked", None, FIRST_DUE)],
    ),
    "joined": (Career((here(DONE),)), OLD, [("core", DONE, UNTIL, "asked", None, date(2025, 7, 10))]),
    "left": (Career((here(ends_on=DONE),)), OLD, [("core", SINCE, DONE + A_DAY, "asked", None, FIRST_DUE)]),
    "left before": (Career((here(ends_on=SINCE - A_DAY),)), OLD, []),
    "comes later": (Career((here(UNTIL),)), OLD, []),
    "was away": (
        Career((here(),), absences=(AWAY,)),
        OLD,
        [
            ("core", SINCE, AWAY.starts_on, "asked", None, FIRST_DUE),
            ("core", AWAY.starts_on, date(2025, 9, 1), "paused", None, FIRST_DUE),
            ("core", date(2025, 9, 1), UNTIL, "asked", None, FIRST_DUE),
        ],
    ),
    "is exempt since": (
        Career((here(),), exempt=(Exempt("core", Spell(DONE)),)),
        OLD,
        [("core", SINCE, DONE, "asked", None, FIRST_DUE), ("core", DONE, UNTIL, "exempt", None, None)],
    ),
    "a requirement begins": (
        Career((here(),)),
        ((UNTIL, asks(ask("core", from_on=DONE))),),
        [("core", DONE, UNTIL, "asked", None, date(2025, 7, 10))],
    ),
    "another version comes into force": (
        Career((here(),)),
        LATER,
        [("core", SINCE, UNTIL, "asked", None, FIRST_DUE), ("more", IN_MAY, UNTIL, "asked", None, FIRST_DUE)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_past(case: str) -> None:
    career, versions, expected = CASES[case]
    assert told(career, versions) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date.min, 0), (SINCE, 0), (IN_MAY - A_DAY, 0), (IN_MAY, 1), (date.max, 1)]
)
def test_the_first_version_stands_for_all_days_before(day: date, expected: int) -> None:
    assert in_force_on(LATER, day) is LATER[expected][1]


@pytest.mark.parametrize("until", [SINCE, SINCE - A_DAY])
def test_no_days_no_past(until: date) -> None:
    assert list(history(Career((here(),)), OLD, SINCE, until)) == []


def day_by_day(career: Career, versions: Versions, since: date, until: date) -> dict[date, dict[str, Facts]]:
    """Each day worked out with what had begun or was completed by then."""
    found = {}
    for number in range((until - since).days):
        day = since + timedelta(days=number)
        completed = [one for those in (career.completed or {}).values() for one in those if one.on <= day]
        then = Career(career.posts, career.reports, career.absences, career.exempt, in_order(completed))
        asked = assign(then, in_force_on(versions, day), day)
        found[day] = {each.requirement.key: facts_of(each) for each in asked}
    return found


def on(stretches: Sequence[Stretch], day: date) -> dict[str, Facts]:
    mine = [each for each in stretches if each.known_from <= day < each.known_to]
    assert len({each.requirement for each in mine}) == len(mine), "one for each requirement and day"
    return {each.requirement: each.facts for each in mine}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    career=careers(),
    each=st.lists(programmes(), min_size=1, max_size=3),
    applied=st.lists(st.dates(date(2025, 12, 1), date(2026, 12, 31)), min_size=3, max_size=3, unique=True),
    since=st.dates(date(2025, 10, 1), date(2026, 12, 1)),
    days=st.integers(1, 120),
)
def test_every_single_day_is_as_worked_out_by_itself(
    career: Career, each: list[Programme], applied: list[date], since: date, days: int
) -> None:
    versions = tuple(zip(sorted(applied), each, strict=False))
    until = since + timedelta(days=days)
    stretches = list(history(career, versions, since, until))
    for day, expected in day_by_day(career, versions, since, until).items():
        assert on(stretches, day) == expected, day
    assert all(since <= one.known_from < one.known_to <= until for one in stretches)
    ends = {(one.requirement, one.known_to, one.facts) for one in stretches}
    assert not any((one.requirement, one.known_from, one.facts) in ends for one in stretches), "as few as there can be"
