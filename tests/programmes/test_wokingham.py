"""For each role what is mandatory and what is recommended, and safeguarding for all."""

from datetime import date, timedelta

import pytest

from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State
from tests.programmes.people import (
    IN_PERSON,
    START,
    WEBINAR,
    asked,
    career,
    day,
    did,
    due,
    month,
    owes,
    post,
    programme,
)

WOKINGHAM = programme("wokingham")
BEGINS = date(2026, 4, 1)
MANDATORY, RECOMMENDED = Strength.MANDATORY, Strength.RECOMMENDED


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Gardener", {"safeguarding": MANDATORY}),
        (
            "Housing officer",
            {
                "safeguarding": MANDATORY,
                "housing-officers": MANDATORY,
                "reading-a-household": RECOMMENDED,
                "writing-it-down": RECOMMENDED,
            },
        ),
        ("Team leader", {"safeguarding": MANDATORY, "managers": MANDATORY}),
        ("contact centre ADVISER", {"safeguarding": MANDATORY, "writing-it-down": RECOMMENDED}),
    ],
)
def test_each_role_has_its_own(role: str, expected: dict[str, Strength]) -> None:
    found = asked(career(post("Housing", role=role)), WOKINGHAM, BEGINS)
    assert {key: each.requirement.strength for key, each in found.items()} == expected


def test_what_is_recommended_is_never_late() -> None:
    person = career(post("Housing", role="Homelessness officer"))
    found = owes(person, WOKINGHAM, month(60))
    assert [found[key] for key in ("reading-a-household", "writing-it-down")] == [State.SUGGESTED, State.SUGGESTED]
    assert [found[key] for key in ("safeguarding", "housing-officers")] == [State.OVERDUE, State.OVERDUE]


def test_safeguarding_is_counted_from_the_first_day_at_work_and_not_from_a_new_job() -> None:
    person = career(post("Parks", until=month(5)), post("Housing", since=month(5, 1)))
    assert due(person, WOKINGHAM, month(6)) == {"safeguarding": day(14)}
    done = career(post("Parks"), done=[did("safeguarding", month(12 * year), months=12) for year in range(3)])
    assert due(done, WOKINGHAM, month(30)) == {"safeguarding": month(36)}


def test_both_parts_are_asked_and_each_part_that_is_left_is_told() -> None:
    person = career(post("Housing", role="Team leader"), done=[did("level-1-managers", day(20))])
    found = asked(person, WOKINGHAM, day(30))["managers"]
    assert [[option.course for option in group] for group in found.open_groups] == [["leading-a-service"]]
    assert owes(person, WOKINGHAM, day(91))["managers"] is State.OVERDUE
    both = career(
        post("Housing", role="Team leader"),
        done=[did("level-1-managers", day(20)), did("leading-a-service", day(60), WEBINAR, 24)],
    )
    assert owes(both, WOKINGHAM, day(91))["managers"] is State.IN_DATE
    # two years after the older part
    assert due(both, WOKINGHAM, day(91))["managers"] == month(24, 20)


def test_those_who_lead_go_first_when_it_begins() -> None:
    leads = career(post("Housing", role="Housing officer", manages=True))
    others = career(post("Housing", role="Housing officer"))
    assert due(leads, WOKINGHAM, BEGINS)["housing-officers"] == BEGINS + timedelta(days=90)
    assert due(others, WOKINGHAM, BEGINS)["housing-officers"] == BEGINS + timedelta(days=150)


def test_who_joins_long_after_it_began_has_the_same_time_whether_they_lead_or_not() -> None:
    since = date(2027, 2, 1)
    for manages in (True, False):
        person = career(post("Housing", role="Housing officer", since=since, manages=manages))
        assert due(person, WOKINGHAM, since)["housing-officers"] == since + timedelta(days=90)


def test_a_gardener_who_becomes_a_housing_officer_and_goes_back() -> None:
    posts = [
        post("Parks", role="Gardener", until=month(6)),
        post("Housing", role="Housing officer", since=month(6, 1), until=month(18)),
        post("Parks", role="Gardener", since=month(18, 1)),
    ]
    done = [
        did("safeguarding", day(3), months=12),
        did("level-1-awareness", month(7)),
        did("housing-session", month(8), IN_PERSON, 24),
        did("safeguarding", month(12), months=12),
    ]
    person = career(*posts, done=done)
    assert set(asked(person, WOKINGHAM, month(6))) == {"safeguarding"}
    assert owes(person, WOKINGHAM, month(9))["housing-officers"] is State.IN_DATE
    assert owes(person, WOKINGHAM, month(19)) == {"safeguarding": State.IN_DATE}
    assert posts[0].spell.starts_on == START
