"""Three versions of Level 1, of which everybody has one; and short things beside the levels."""

import pytest

from app.rules.programmes.careers import Post
from app.rules.programmes.standing import State
from tests.programmes.people import (
    EXTERNAL,
    IN_PERSON,
    START,
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

NORTH_YORKSHIRE = programme("north-yorkshire")
LEVEL_1 = {"level-1", "level-1-housing", "level-1-managers"}
LETTINGS = ("Lettings", "Housing")

WHO = [
    (post("Customer Services"), {"level-1"}),
    (post("Customer Services", manages=True), {"level-1-managers"}),
    (post(*LETTINGS), {"level-1-housing"}),
    (post(*LETTINGS, manages=True), {"level-1-managers"}),
    (post("Finance"), set()),
    (post("Finance", manages=True), set()),
]


@pytest.mark.parametrize(("job", "expected"), WHO)
def test_everybody_has_one_level_1_at_most(job: Post, expected: set[str]) -> None:
    found = set(asked(career(job), NORTH_YORKSHIRE, START))
    assert found & LEVEL_1 == expected
    assert "ten-minutes" in found


def test_the_two_packages_for_staff_are_taken_for_each_other_and_the_managers_own_is_not() -> None:
    done = [did("level-1-awareness", day(9))]
    assert owes(career(post(*LETTINGS), done=done), NORTH_YORKSHIRE, day(31))["level-1-housing"] is State.IN_DATE
    leads = career(post(*LETTINGS, manages=True), done=done)
    assert owes(leads, NORTH_YORKSHIRE, day(61))["level-1-managers"] is State.OVERDUE


def test_who_becomes_a_team_leader_has_sixty_days_for_the_managers_level_1() -> None:
    was, now = post(*LETTINGS, until=month(20)), post(*LETTINGS, since=month(20, 1), manages=True)
    person = career(was, now, done=[did("level-1-housing", day(9))])
    assert owes(person, NORTH_YORKSHIRE, month(20))["level-1-housing"] is State.IN_DATE
    after = asked(person, NORTH_YORKSHIRE, month(20, 1))
    assert set(after) == {"level-1-managers", "ten-minutes"}
    assert after["level-1-managers"].due_on == month(20, 61)
    assert owes(person, NORTH_YORKSHIRE, month(20, 62))["level-1-managers"] is State.OVERDUE


def test_who_stops_to_manage_finds_what_they_did_before() -> None:
    posts = [
        post(*LETTINGS, until=month(6)),
        post(*LETTINGS, since=month(6, 1), until=month(12), manages=True),
        post(*LETTINGS, since=month(12, 1)),
    ]
    person = career(*posts, done=[did("level-1-housing", day(9)), did("level-1-managers", month(7))])
    found = asked(person, NORTH_YORKSHIRE, month(13))
    assert found["level-1-housing"].done_on == day(9)
    assert found["level-1-housing"].due_on == month(36, 9)
    assert "level-1-managers" not in found


def test_level_3_is_recommended_after_level_2_and_never_late() -> None:
    job = post(*LETTINGS, serves=True)
    assert owes(career(job), NORTH_YORKSHIRE, month(48))["level-3"] is State.WAITING
    ready = career(job, done=[did("level-2-ask-and-act", month(1), IN_PERSON)])
    assert owes(ready, NORTH_YORKSHIRE, month(48))["level-3"] is State.SUGGESTED


def test_the_hour_for_the_risk_checklist_is_due_with_or_without_level_2() -> None:
    job = post(*LETTINGS, serves=True)
    assert due(career(job), NORTH_YORKSHIRE, START, of=["level-2", "risk-checklist"]) == {
        "level-2": day(180), "risk-checklist": day(180),
    }  # fmt: skip
    done = career(job, done=[did("risk-checklist", month(3), IN_PERSON, 24)])
    assert due(done, NORTH_YORKSHIRE, month(4))["risk-checklist"] == month(27)


def test_ten_minutes_on_the_platform_that_is_there_already_every_year() -> None:
    years = [did("ten-minutes", month(12 * year), EXTERNAL, 12) for year in range(4)]
    person = career(post("Finance"), done=years)
    assert due(person, NORTH_YORKSHIRE, month(37)) == {"ten-minutes": month(48)}
    taught = career(post("Finance"), done=[did("ten-minutes", day(1), IN_PERSON, 12)])
    assert owes(taught, NORTH_YORKSHIRE, day(31)) == {"ten-minutes": State.OVERDUE}
