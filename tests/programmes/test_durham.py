"""Three levels in order, and a catalogue of which some is for named services only."""

import pytest

from app.rules.programmes.careers import Completed, Post
from app.rules.programmes.standing import State
from tests.programmes.people import IN_PERSON, START, asked, career, day, did, due, month, owes, post, programme

DURHAM = programme("durham")
CATALOGUE = {"difficult-conversations", "young-people", "home-visits"}
LEVELS = ["basic-awareness", "ask-and-action", "trusted-professional"]
LONG_TERM = post("Supported Housing", serves=True)

LEVEL_1 = did("level-1-awareness", day(10))
LEVEL_2 = did("ask-and-action", month(3))
LEVEL_3 = did("trusted-professional", month(8), IN_PERSON)

IN_DATE, RENEW, OVERDUE, NOT_YET, WAITING = (
    State.IN_DATE, State.RENEW, State.OVERDUE, State.NOT_YET, State.WAITING,
)  # fmt: skip


@pytest.mark.parametrize(
    ("job", "levels"),
    [
        (post("Finance"), 1),
        (post("Customer Services", serves=True), 2),
        (LONG_TERM, 3),
        (post("Supported Housing"), 1),  # in the service, and meeting nobody
    ],
)
def test_who_is_asked_for_which_levels(job: Post, levels: int) -> None:
    assert [key for key in asked(career(job), DURHAM, START) if key not in CATALOGUE] == LEVELS[:levels]


@pytest.mark.parametrize(
    ("done", "states"),
    [
        ([], [OVERDUE, WAITING, WAITING]),
        ([LEVEL_1], [IN_DATE, OVERDUE, WAITING]),
        ([LEVEL_1, LEVEL_2], [IN_DATE, IN_DATE, OVERDUE]),
        ([LEVEL_1, LEVEL_2, LEVEL_3], [IN_DATE, IN_DATE, IN_DATE]),
        ([LEVEL_2], [OVERDUE, IN_DATE, OVERDUE]),  # done out of order, it is done
        ([LEVEL_3], [OVERDUE, WAITING, IN_DATE]),
    ],
)
def test_each_level_waits_for_the_one_before(done: list[Completed], states: list[State]) -> None:
    found = owes(career(LONG_TERM, done=done), DURHAM, month(12))
    assert [found[key] for key in LEVELS] == states


def test_the_days_of_a_level_are_counted_from_the_one_before() -> None:
    person = career(LONG_TERM, done=[LEVEL_1, LEVEL_2])
    found = due(person, DURHAM, month(4))
    assert found["ask-and-action"] == month(39)
    assert found["trusted-professional"] == month(3, 180)
    assert due(career(LONG_TERM, done=[LEVEL_1]), DURHAM, month(1))["ask-and-action"] == day(10 + 90)


def test_level_3_keeps_its_day_when_it_is_done_again_early() -> None:
    first = [LEVEL_1, LEVEL_2, LEVEL_3]
    early = career(LONG_TERM, done=[*first, did("trusted-professional", month(42), IN_PERSON)])
    late = career(LONG_TERM, done=[*first, did("trusted-professional", month(45), IN_PERSON)])
    much_too_early = career(LONG_TERM, done=[*first, did("trusted-professional", month(20), IN_PERSON)])
    assert due(career(LONG_TERM, done=first), DURHAM, month(40))["trusted-professional"] == month(44)
    assert due(early, DURHAM, month(46))["trusted-professional"] == month(80)  # 44 and 36
    assert due(late, DURHAM, month(46))["trusted-professional"] == month(81)  # 45 and 36
    assert due(much_too_early, DURHAM, month(46))["trusted-professional"] == month(56)  # 20 and 36


@pytest.mark.parametrize(
    ("job", "offered"),
    [
        (post("Finance"), {"difficult-conversations"}),
        (LONG_TERM, {"difficult-conversations", "young-people"}),
        (post("Repairs"), {"difficult-conversations", "home-visits"}),
        (post("Repairs", kind="contractor"), {"difficult-conversations", "home-visits"}),
        (post("Repairs", kind="agency"), {"difficult-conversations"}),
    ],
)
def test_the_catalogue_offers_to_all_or_to_named_services_and_nobody_is_late(job: Post, offered: set[str]) -> None:
    person = career(job)
    assert set(asked(person, DURHAM, START)) & CATALOGUE == offered
    assert {owes(person, DURHAM, month(48))[key] for key in offered} == {State.SUGGESTED}


def test_what_is_done_of_the_catalogue_is_done_for_good() -> None:
    person = career(LONG_TERM, done=[did("young-people", month(1), months=None)])
    assert owes(person, DURHAM, month(200))["young-people"] is IN_DATE
    assert due(person, DURHAM, month(200))["young-people"] is None


def test_level_1_after_three_years() -> None:
    person = career(post("Finance"), done=[LEVEL_1])
    assert [owes(person, DURHAM, month(at, 10))["basic-awareness"] for at in (32, 33, 36)] == [IN_DATE, RENEW, RENEW]
    assert owes(person, DURHAM, month(36, 11))["basic-awareness"] is OVERDUE
    assert owes(career(post("Finance")), DURHAM, START)["basic-awareness"] is NOT_YET
